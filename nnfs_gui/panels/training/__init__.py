"""The training form: loss, optimizer, rate, batch, clipping, regularization and more."""
