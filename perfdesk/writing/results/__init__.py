"""What formulas give once cells have changed: their text, their values, what depends on what."""
