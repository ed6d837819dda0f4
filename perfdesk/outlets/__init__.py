"""What leaves the program: findings, claims, notices, summaries and help, as text, JSON or files."""
