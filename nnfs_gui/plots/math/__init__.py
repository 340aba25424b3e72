"""The math view: one neuron's computation for one data point, with the engine's numbers."""
