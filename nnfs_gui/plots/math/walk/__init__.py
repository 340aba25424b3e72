"""One step of training, phase by phase: formula, numbers and the engine's code together."""
