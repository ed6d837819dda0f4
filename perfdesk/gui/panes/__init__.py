"""What stands around the sheet or instead of it: tree, findings, detail, preview, dashboard, first page."""
