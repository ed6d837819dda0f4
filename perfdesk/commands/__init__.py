"""The command line: its words, its commands, and how they speak on a console."""
