"""The lossless patch: cells edited in a package of which everything else stays."""
