"""An experiment's network as an ONNX model, through the package ``onnx`` (the extra ``[onnx]``).

The model takes points of the plane (``points``, of shape (n, 2), single precision), computes the
features, and gives the network's outputs (``outputs``, of shape (n, n_outputs)).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from engine import ACTIVATIONS
from nnfs_gui.experiment.data.formulas import Call, Node, Number, Variable, parse
from nnfs_gui.experiment.features import VARIABLES

from .code.program import Program
from .errors import ExportError

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

OPSET = 17
_FUNCTIONS = {
    "add": "Add", "subtract": "Sub", "multiply": "Mul", "divide": "Div", "_power": "Pow",
    "negative": "Neg", "positive": "Identity", "sin": "Sin", "cos": "Cos", "tan": "Tan",
    "tanh": "Tanh", "exp": "Exp", "log": "Log", "sqrt": "Sqrt", "absolute": "Abs", "sign": "Sign",
    "minimum": "Min", "maximum": "Max",
}  # fmt: skip
_ACTIVATIONS = {
    "linear": "Identity", "sigmoid": "Sigmoid", "tanh": "Tanh", "relu": "Relu",
    "leaky_relu": "LeakyRelu", "elu": "Elu", "softplus": "Softplus", "sine": "Sin",
    "softmax": "Softmax",
}  # fmt: skip


def onnx_model(program: Program) -> bytes:
    """The network with the program's weights, as the content of a ``.onnx`` file.

    Raises
    ------
    ExportError
        If the package is not installed, or the network has what ONNX lacks.
    """
    try:
        import onnx
    except ImportError as error:
        message = "ONNX needs the package onnx: pip install 'nnfs-playground[onnx]'."
        raise ExportError(message) from error
    graph = _Graph(onnx)
    try:
        model = graph.model(program)
        onnx.checker.check_model(model)
    except onnx.checker.ValidationError as error:
        raise ExportError(f"The model does not pass ONNX's checks: {error}") from error
    content: bytes = model.SerializeToString()
    return content


class _Graph:
    """Collects nodes, each with a name for what it gives."""

    def __init__(self, onnx: Any) -> None:  # noqa: ANN401 -- the module, imported when needed
        self._helper, self._numpy = onnx.helper, onnx.numpy_helper
        self._float = onnx.TensorProto.FLOAT
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def model(self, program: Program) -> ModelProto:
        parameters = program.network.parameters if program.trained is None else program.trained
        result = self._features(program.experiment.network.features)
        start = 0
        for index, layer in enumerate(program.layers):
            shape = (program.sizes[index + 1], program.sizes[index] + 1)
            size = shape[0] * shape[1]
            block = parameters[start : start + size].reshape(shape)
            start += size
            weights, biases = self._constant(block[:, :-1].T), self._constant(block[:, -1])
            result = self._node("Gemm", result, weights, biases)
            result = self._activated(layer.activation, layer.parameters, result)
            if program.muted[index]:
                loud = np.ones(shape[0])
                loud[program.muted[index]] = 0.0
                result = self._node("Mul", result, self._constant(loud))
        self._nodes.append(self._helper.make_node("Identity", [result], ["outputs"]))
        value = self._helper.make_tensor_value_info
        graph = self._helper.make_graph(
            self._nodes,
            "network",
            [value("points", self._float, ["n", 2])],
            [value("outputs", self._float, ["n", program.sizes[-1]])],
            self._constants,
        )
        opset = self._helper.make_opsetid("", OPSET)
        # The oldest version of the format that knows these operators: more programs read it.
        model: ModelProto = self._helper.make_model(graph, opset_imports=[opset], ir_version=8)
        return model

    # --- features ------------------------------------------------------------------------------

    def _features(self, formulas: tuple[str, ...]) -> str:
        columns = {
            name: self._node("Gather", "points", self._indices(place), axis=1)
            for place, name in enumerate(VARIABLES)
        }
        zero = self._node("Mul", columns["x1"], self._constant(0.0))
        made = [self._formula(parse(text, VARIABLES).root, columns) for text in formulas]
        # A formula without a variable gives one number, which is wanted for each point.
        rows = [self._node("Add", name, zero) for name in made]
        return self._node("Concat", *rows, axis=1)

    def _formula(self, node: Node, columns: dict[str, str]) -> str:
        match node:
            case Number(value=value):
                return self._constant(value)
            case Variable(name=name):
                return columns[name]
            case Call(function=function, arguments=arguments):
                if function.__name__ not in _FUNCTIONS:
                    raise ExportError(f"ONNX has no function {function.__name__}.")
                words = [self._formula(argument, columns) for argument in arguments]
                return self._node(_FUNCTIONS[function.__name__], *words)

    # --- activations ---------------------------------------------------------------------------

    def _activated(self, name: str, parameters: dict[str, float], z: str) -> str:
        if name == "swish":
            return self._node("Mul", z, self._node("Sigmoid", z))
        if name == "step":
            zero = self._constant(0.0)
            told = self._node("GreaterOrEqual", z, zero)
            return self._node("Cast", told, to=self._float)
        if name == "gelu":
            return self._gelu(z)
        if name not in _ACTIVATIONS:
            raise ExportError(f"ONNX has no {ACTIVATIONS[name].label} activation.")
        made = ACTIVATIONS.create(name, **parameters)
        options = {key: float(getattr(made, key)) for key in made.parameters}
        if name == "softmax":
            return self._node("Softmax", z, axis=1)
        return self._node(_ACTIVATIONS[name], z, **options)

    def _gelu(self, z: str) -> str:
        """½ z (1 + tanh(√(2/π) (z + 0.044715 z³)))."""
        cube = self._node("Mul", z, self._node("Mul", z, z))
        inner = self._node("Add", z, self._node("Mul", cube, self._constant(0.044715)))
        tanh = self._node("Tanh", self._node("Mul", inner, self._constant(np.sqrt(2.0 / np.pi))))
        share = self._node("Add", tanh, self._constant(1.0))
        return self._node("Mul", self._node("Mul", z, share), self._constant(0.5))

    # --- parts ---------------------------------------------------------------------------------

    def _node(self, operator: str, *inputs: str, **options: float) -> str:
        output = f"{operator.lower()}_{len(self._nodes)}"
        self._nodes.append(self._helper.make_node(operator, list(inputs), [output], **options))
        return output

    def _constant(self, values: npt.ArrayLike) -> str:
        return self._kept(np.array(values, dtype=np.float32))

    def _indices(self, place: int) -> str:
        return self._kept(np.array([place], dtype=np.int64))

    def _kept(self, array: npt.NDArray[Any]) -> str:
        name = f"constant_{len(self._constants)}"
        self._constants.append(self._numpy.from_array(np.ascontiguousarray(array), name))
        return name
