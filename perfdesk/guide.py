"""The catalogue in words: rules, forms and profiles, for the console and for the generated help pages.

`python -m perfdesk.guide` writes the pages below `resources/help/`; a test fails when they are stale.
"""
