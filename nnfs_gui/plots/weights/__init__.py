"""The weights view: one neuron's weights as bars and over time, and all as Hinton diagrams."""
