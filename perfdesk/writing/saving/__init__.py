"""A save that leaves the old file or the new one, whole, and says what it cost."""
