"""From findings and edits back to files: lossless saves and review copies.

Knows nothing of rules. Every writer here splices bytes into the parts it must touch
and copies every other part of the archive as it is (law 6 of the design).
"""
