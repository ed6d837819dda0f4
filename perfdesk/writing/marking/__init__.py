"""Review copies: findings as colours, comments and a sheet of their own."""
