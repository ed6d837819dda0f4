"""How the window looks: themes, palettes, faces, the colours and signs of verdicts."""
