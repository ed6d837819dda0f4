"""Workbooks made from nothing: imported documents and tables of figures."""
