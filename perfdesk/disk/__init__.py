"""Files on the disk: whole or not at all, locked, and the folder that is the user's own."""
