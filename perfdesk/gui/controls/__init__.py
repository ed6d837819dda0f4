"""Small controls that any pane or dialog may use."""
