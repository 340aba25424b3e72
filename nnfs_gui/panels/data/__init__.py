"""The data form: gallery, sampling, formulas and the import of tables."""
