"""What is kept between two runs: settings, preferences, what was open, unsaved edits, explanations."""
