"""The activations view: histograms per layer, and dead or saturated neurons."""
