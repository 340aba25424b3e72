"""The points of the plane: from generators, formulas, tables and painting to arrays."""
