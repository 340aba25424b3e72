"""Figures beyond SVG: as PDF, as pixels, and moving; and where they are asked for."""
