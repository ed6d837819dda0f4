"""Values, grids, forms and findings: the frozen words every other room speaks.

Nothing here knows Excel, Qt, a province or a file on disk.
"""
