"""The capabilities of the window, one module each, with the menus and models that only they use."""
