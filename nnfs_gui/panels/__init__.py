"""Forms for the data, the training and the run."""
