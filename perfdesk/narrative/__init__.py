"""The narrative: what the forms say in figures, written out as an official Word report.

Floor 3 of the house: it reads typed forms and findings from `core` and writes one .docx.
`report.render_report` is the only door the session uses.
"""
