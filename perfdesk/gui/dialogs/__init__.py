"""Questions and reference books in windows of their own."""
