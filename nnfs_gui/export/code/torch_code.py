"""An experiment as PyTorch: the same points, network and weights, and a training loop like ours."""

from __future__ import annotations

from collections.abc import Iterator

from engine import ACTIVATIONS, LOSSES, OPTIMIZERS
from nnfs_gui.experiment.model import LayerSpec, OutputSpec

from ..errors import ExportError
from .data import data_part
from .functions import is_fused, schedule_code
from .program import Program
from .text import comment, joined, section, whole_numbers
from .weights import weights_part

_ACTIVATIONS = {
    "linear": "lambda z: z",
    "sigmoid": "torch.sigmoid",
    "tanh": "torch.tanh",
    "relu": "torch.relu",
    "leaky_relu": "lambda z: F.leaky_relu(z, {alpha})",
    "elu": "lambda z: F.elu(z, {alpha})",
    "gelu": 'lambda z: F.gelu(z, approximate="tanh")',
    "softplus": "F.softplus",
    "swish": "F.silu",
    "sine": "torch.sin",
    "step": "lambda z: (z >= 0).to(z.dtype)",
    "softmax": "lambda z: torch.softmax(z, dim=1)",
}
_LOSSES = {
    "mse": "F.mse_loss(a, y)",
    "half_mse": "0.5 * F.mse_loss(a, y)",
    "mae": "F.l1_loss(a, y)",
    "huber": "F.huber_loss(a, y, delta={delta})",
    "hinge": "torch.clamp(1 - y * a, min=0).mean()",
}
_OF_LOGITS = {
    "bce": "F.binary_cross_entropy_with_logits(z, y)",
    "cce": "F.cross_entropy(z, y)",
}
_OPTIMIZERS = {
    "sgd": "torch.optim.SGD(network.parameters(), lr=learning_rate)",
    "momentum": "torch.optim.SGD(network.parameters(), lr=learning_rate, momentum={momentum})",
    "rmsprop": "torch.optim.RMSprop(network.parameters(), lr=learning_rate, alpha={decay}, "
    "eps={epsilon})",
    "adam": "torch.optim.Adam(network.parameters(), lr=learning_rate, betas=({beta1}, {beta2}), "
    "eps={epsilon})",
}


def torch_program(program: Program) -> str:
    """Data, network and training loop; running it prints losses."""
    return joined(
        (_head(program), data_part(program), weights_part(program), _network(program),
         _training(program))
    )  # fmt: skip


def _head(program: Program) -> str:
    return f'''"""{comment(program.title)}, in PyTorch.

Written by NNFS Playground; needs NumPy and PyTorch.  Computes in double precision, as it does.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn'''


def _network(program: Program) -> str:
    activations = ",\n            ".join(_activation(layer) for layer in program.layers)
    muted = any(program.muted)
    mask = "\n        self.muted = " + repr(program.muted) if muted else ""
    silence = "a = a.index_fill(1, torch.tensor(muted, dtype=torch.long), 0.0)"
    loop = (
        f"for layer, activation, muted in zip(self.layers, self.activations, self.muted):\n"
        f"            z = layer(a)\n            a = activation(z)\n            {silence}"
        if muted
        else "for layer, activation in zip(self.layers, self.activations):\n"
        "            z = layer(a)\n            a = activation(z)"
    )
    return f'''class Network(nn.Module):
    """Fully connected layers with the weights in ``blocks``."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList(
            nn.Linear(n_in, n_out, dtype=torch.float64) for n_in, n_out in zip(sizes, sizes[1:])
        )
        self.activations = [
            {activations},
        ]{mask}
        with torch.no_grad():
            for layer, block in zip(self.layers, blocks):
                layer.weight.copy_(torch.from_numpy(block[:, :-1].copy()))
                layer.bias.copy_(torch.from_numpy(block[:, -1].copy()))

    def forward(self, x):
        """z and a of the output layer."""
        a = x
        {loop}
        return z, a


network = Network()
X_train, y_train, X_test, y_test = map(torch.from_numpy, (X_train, y_train, X_test, y_test))


def predict(points):
    """The network's outputs at points of the plane, of shape (n_points, 2)."""
    with torch.no_grad():
        return network(torch.from_numpy(features(points)))[1].numpy()


def loss_of(X, y):
    z, a = network(X)
    return {_loss(program)}'''


def _activation(layer: LayerSpec | OutputSpec) -> str:
    if layer.activation not in _ACTIVATIONS:
        raise ExportError(f"PyTorch has no {ACTIVATIONS[layer.activation].label} activation.")
    made = ACTIVATIONS.create(layer.activation, **layer.parameters)
    values = {key: repr(getattr(made, key)) for key in made.parameters}
    return _ACTIVATIONS[layer.activation].format(**values)


def _loss(program: Program) -> str:
    training = program.experiment.training
    table = _OF_LOGITS if is_fused(program.experiment) else _LOSSES
    if training.loss not in table:
        raise ExportError(f"There is no PyTorch code for {LOSSES[training.loss].label} here.")
    made = LOSSES.create(training.loss, **training.loss_parameters)
    return table[training.loss].format(**{key: repr(getattr(made, key)) for key in made.parameters})


def _training(program: Program) -> str:
    training = program.experiment.training
    trained = program.trained is not None
    epochs = 0 if trained else program.epochs
    note = "  # trained already" if trained else ""
    order = "rng.permutation(len(X_train))" if training.shuffle else "np.arange(len(X_train))"
    test = ', "test loss", loss_of(X_test, y_test).item()' if len(program.points.test) else ""
    lines = "\n".join(f"        {line}" for line in _step(program))
    frozen = _frozen(program) if program.frozen else ""
    return f"""{section("training")}

epochs, batch_size = {epochs}, {training.batch_size}{note}
learning_rate = {training.learning_rate!r}
steps = -(-len(X_train) // batch_size)  # in an epoch
rng = np.random.default_rng({training.shuffle_seed})
optimizer = {_optimizer(program)}
{frozen}

def report(epoch):
    with torch.no_grad():
        print("epoch", epoch, "train loss", loss_of(X_train, y_train).item(){test})


report(0)
for epoch in range(1, epochs + 1):
    order = {order}
    for step in range(steps):
        batch = order[step * batch_size : (step + 1) * batch_size]
        optimizer.zero_grad()
        loss = loss_of(X_train[batch], y_train[batch])
{lines}
    if epoch % max(1, epochs // 10) == 0 or epoch == epochs:
        report(epoch)"""


def _optimizer(program: Program) -> str:
    training = program.experiment.training
    if training.optimizer not in _OPTIMIZERS:
        raise ExportError(f"PyTorch has no {OPTIMIZERS[training.optimizer].label} here.")
    made = OPTIMIZERS.create(training.optimizer, **training.optimizer_parameters)
    values = {key: repr(getattr(made, key)) for key in made.parameters}
    return _OPTIMIZERS[training.optimizer].format(**values)


def _frozen(program: Program) -> str:
    return f"""fixed = np.zeros(len(parameters), dtype=bool)
fixed[{whole_numbers(program.frozen)}] = True  # frozen weights
masks = [
    torch.from_numpy(part.reshape(shape))
    for part, shape in zip(np.split(fixed, ends[:-1]), shapes)
]
"""


def _step(program: Program) -> Iterator[str]:
    """From the loss to the optimizer's step."""
    training = program.experiment.training
    if training.regularizer != "none" and training.regularization_rate > 0:
        sums = {
            "l1": "layer.weight.abs().sum()",
            "l2": "0.5 * layer.weight.square().sum()",
        }
        penalty = f"sum({sums[training.regularizer]} for layer in network.layers)"
        yield f"loss = loss + {training.regularization_rate!r} * {penalty}"
    yield "loss.backward()"
    if program.frozen:
        yield "for layer, mask in zip(network.layers, masks):"
        yield "    layer.weight.grad[mask[:, :-1]] = 0.0"
        yield "    layer.bias.grad[mask[:, -1]] = 0.0"
    threshold = repr(training.clip_threshold)
    match training.clip:
        case "value":
            yield f"nn.utils.clip_grad_value_(network.parameters(), {threshold})"
        case "norm":
            yield f"nn.utils.clip_grad_norm_(network.parameters(), {threshold})"
        case "neuron":
            yield "for layer in network.layers:  # clipping, neuron by neuron"
            yield "    row = torch.cat([layer.weight.grad, layer.bias.grad[:, None]], dim=1)"
            yield f"    scale = ({threshold} / (row.norm(dim=1) + 1e-6)).clamp(max=1.0)"
            yield "    layer.weight.grad *= scale[:, None]"
            yield "    layer.bias.grad *= scale"
    schedule = schedule_code(program.experiment)
    if schedule:
        yield "progress = epoch - 1 + step / steps"
        yield f'optimizer.param_groups[0]["lr"] = learning_rate * ({schedule})'
    yield "optimizer.step()"
