"""Rows that come and go, moved as a spreadsheet moves them, with everything that names them."""
