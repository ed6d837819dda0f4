"""What can be done with the open set: one module for each task that command line and window share."""
