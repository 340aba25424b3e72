"""What the canvas paints: items, links, neuron maps, numbers and icons."""
