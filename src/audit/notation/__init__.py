"""How figures, headings and codes are written, and how they are read."""
