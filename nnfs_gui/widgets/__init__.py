"""Small reusable widgets without knowledge of experiments."""
