"""Sheets of paper: pages of forms and findings, printed, previewed, written as PDF."""
