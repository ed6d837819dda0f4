"""Grid to forms: what a region of a sheet means, found by labels and merges, never by address."""
