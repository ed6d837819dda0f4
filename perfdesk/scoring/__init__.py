"""Scoring profiles and what they expect of a figure: Decimal in, verdict out."""
