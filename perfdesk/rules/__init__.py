"""The catalogue of checks: one declared function per rule, one file per subject."""
