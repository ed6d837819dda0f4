"""The window: shows and asks, never decides; every verdict and text comes from the session.

Top floor of the house beside the command line. Importing this package does not
import Qt; `perfdesk.gui.app.run` does.
"""
