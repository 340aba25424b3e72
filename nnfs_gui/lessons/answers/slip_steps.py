"""Slips of a step: which way, how far, and with which memory."""

from __future__ import annotations

import numpy as np

from .sheet import Sheet


def step_slips(weight: float, gradient: float, new: float) -> dict[str, tuple[float, ...]]:
    """By name, for one step from a weight to a new one."""
    return {
        "uphill": (2 * weight - new,),
        "forgot_rate": (weight - gradient,),
        "gave_step": (weight - new, new - weight),
        "gave_gradient": (gradient,),
    }


def momentum_slip(sheet: Sheet, place: int, steps: int, slip: str) -> float | None:
    """The weight at a place after steps with a false memory; None if the slip is another one."""
    if slip not in ("forgot_momentum", "velocity_lost", "averaged_velocity"):
        return None
    training = sheet.experiment.training
    if training.optimizer != "momentum":
        return None
    momentum = training.optimizer_parameters.get("momentum", 0.9)
    network = sheet.network_copy()
    velocity = np.zeros_like(network.parameters)
    for step in range(steps):
        gradient = network.loss_and_gradient(sheet.inputs, sheet.targets)[1]
        if network.fixed is not None:
            gradient[network.fixed] = 0.0
        if slip == "forgot_momentum":
            velocity = gradient
        elif slip == "averaged_velocity":
            velocity = momentum * velocity + (1.0 - momentum) * gradient
        else:
            velocity = gradient if step == 0 else momentum * velocity
        network.parameters -= training.learning_rate * velocity
    return float(network.parameters[place])
