"""The gradients view: raw against applied, per neuron, over time, by direction and by layer."""
