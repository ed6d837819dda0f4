"""The sheet in the middle of the window: what it shows, paints, edits and copies."""
