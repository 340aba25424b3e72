"""The text of a link: its 27 keys, read as TensorFlow Playground reads them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from nnfs_gui.experiment.files import FileError

SITE = "https://playground.tensorflow.org/"
MAX_LINK = 10_000
MAX_SEED = 100
_SITE = re.compile(r"https?://playground\.tensorflow\.org(?=[/?#]|$)", re.IGNORECASE)
_WITH_HASH = re.compile(r"(?:https?://\S*)?#\S+")
_HIDE = "_hide"

ACTIVATIONS = {"relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid", "linear": "linear"}
"""What a link writes, and the engine's name; so for all of these tables."""
REGULARIZERS = {"none": "none", "L1": "l1", "L2": "l2"}
DATASETS = {"circle": "circle", "xor": "xor", "gauss": "gaussians", "spiral": "spiral"}
VALUE_DATASETS = {"reg-plane": "plane", "reg-gauss": "multi_gaussian"}
FEATURES = {
    "x": "x1",
    "y": "x2",
    "xSquared": "x1**2",
    "ySquared": "x2**2",
    "xTimesY": "x1*x2",
    "sinX": "sin(x1)",
    "sinY": "sin(x2)",
}
"""In the order in which a network takes them."""
PROBLEMS = {"classification": "classification", "regression": "regression"}
WITHOUT_EFFECT = ("cosX", "cosY")
CHOICES: Mapping[str, tuple[Mapping[str, str], str]] = {
    "activation": (ACTIVATIONS, "tanh"),
    "regularization": (REGULARIZERS, "none"),
    "dataset": (DATASETS, "circle"),
    "regDataset": (VALUE_DATASETS, "reg-plane"),
    "problem": (PROBLEMS, "classification"),
}
"""Keys with a word for a value: the words, and the one that stands if there is none."""
NUMBERS = {
    "batchSize": 10.0,
    "learningRate": 0.03,
    "regularizationRate": 0.0,
    "noise": 0.0,
    "percTrainData": 50.0,
}
SWITCHES = {
    "showTestData": False,
    "discretize": False,
    **{name: name in ("x", "y") for name in FEATURES},
    **dict.fromkeys(WITHOUT_EFFECT, False),
    "collectStats": False,
    "initZero": False,
    "hideText": False,
}
TEXTS = ("seed", "tutorial")
SHAPE = "networkShape"
KEYS = (*CHOICES, *NUMBERS, *SWITCHES, *TEXTS, SHAPE)


@dataclass(frozen=True)
class Settings:
    """What a link says; whatever it does not say has the value that TensorFlow Playground gives it.

    Attributes
    ----------
    choices : mapping
        Words in the link's spelling, by key.
    shape : tuple of int
        Neurons of each hidden layer.
    hidden : tuple of str
        Controls that the link hides.
    replaced : mapping
        Words that stand for nothing, by key: the default is taken in their place.
    unknown : tuple of str
        Keys that mean nothing.
    """

    choices: Mapping[str, str]
    numbers: Mapping[str, float]
    switches: Mapping[str, bool]
    shape: tuple[int, ...]
    seed: str | None
    tutorial: str | None
    hidden: tuple[str, ...]
    replaced: Mapping[str, str]
    unknown: tuple[str, ...]

    @property
    def features(self) -> tuple[str, ...]:
        """The features that the network gets, as keys: a feature whose control is hidden is off."""
        return tuple(name for name in FEATURES if self.switches[name] and name not in self.hidden)


def is_link(text: str) -> bool:
    """Whether a text is a link of TensorFlow Playground, or what stands behind its ``#``."""
    text = text.strip()
    if _SITE.match(text):
        return len(text.split()) == 1
    if not _WITH_HASH.fullmatch(text):
        return False
    return any(key in KEYS or key.endswith(_HIDE) for key in _pairs(text))


def read_settings(text: str) -> Settings:
    """The settings of a link; FileError if a value has no meaning."""
    if len(text) > MAX_LINK:
        raise FileError(f"it has {len(text):,} characters; a link has at most {MAX_LINK:,}.")
    pairs = _pairs(text.strip())
    given = {name: value for name, value in pairs.items() if value.strip()}
    words = {name: given[name] for name in CHOICES if name in given}
    replaced = {name: word for name, word in words.items() if word not in CHOICES[name][0]}
    choices = {name: default for name, (_, default) in CHOICES.items()}
    choices |= {name: word for name, word in words.items() if name not in replaced}
    seed = given.get("seed")
    if seed is not None and len(seed) > MAX_SEED:
        raise FileError(f"its seed has {len(seed)} characters; at most {MAX_SEED} are read.")
    return Settings(
        choices=choices,
        numbers=NUMBERS | {name: _number(name, given[name]) for name in NUMBERS if name in given},
        switches=SWITCHES | {name: given[name] != "false" for name in SWITCHES if name in given},
        shape=_shape(pairs[SHAPE]) if SHAPE in pairs else (4, 2),
        seed=seed,
        tutorial=given.get("tutorial"),
        hidden=tuple(name[: -len(_HIDE)] for name in pairs if _hides(name, pairs[name])),
        replaced=replaced,
        unknown=tuple(name for name in pairs if name not in KEYS and not name.endswith(_HIDE)),
    )


def _pairs(text: str) -> dict[str, str]:
    """Names and values behind the ``#``; the last one counts if a name comes again."""
    _, _, content = text.partition("#")
    parts = (part.split("=") for part in content.split("&") if part)
    return {name: rest[0] if rest else "" for name, *rest in parts}


def _hides(name: str, value: str) -> bool:
    return name.endswith(_HIDE) and value == "true"


def _number(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in text:
        raise FileError(f"{name} must be a number, got '{text[:40]}'.")
    if name == "batchSize" and (value < 1 or value != int(value)):
        raise FileError(f"batchSize must be a whole number from 1 on, got {value:g}.")
    return value


def _shape(text: str) -> tuple[int, ...]:
    if not text.strip():
        return ()
    counts = text.split(",")
    if not all(re.fullmatch(r"\s*[0-9]{1,6}\s*", count) for count in counts):
        raise FileError(f"networkShape must be whole numbers such as 4,2, got '{text[:40]}'.")
    return tuple(map(int, counts))
