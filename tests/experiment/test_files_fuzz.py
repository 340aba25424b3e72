"""Whatever is thrown at the reader of files: an experiment, or one clear sentence."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nnfs_gui.experiment.files import FileError, decode_experiment, encode_experiment
from nnfs_gui.experiment.model import Experiment
from nnfs_gui.experiment.validation import check


def experiment_or_refusal(content: bytes) -> None:
    """Anything but a valid experiment or a short sentence fails the test."""
    refused: FileError | None = None
    try:
        experiment = decode_experiment(content)
    except FileError as error:
        refused = error
    if refused is not None:
        assert 0 < len(str(refused)) < 500
    else:
        check(experiment)
        assert decode_experiment(encode_experiment(experiment)) == experiment


@given(st.binary(max_size=300))
def test_any_bytes_are_an_experiment_or_refused(content: bytes) -> None:
    experiment_or_refusal(content)


@given(st.data())
@settings(max_examples=150)
def test_any_damage_to_the_bytes_is_an_experiment_or_refused(
    samples: dict[str, Experiment], data: st.DataObject
) -> None:
    whole = encode_experiment(samples[data.draw(st.sampled_from(sorted(samples)))])
    start = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 20))
    experiment_or_refusal(
        whole[:start] + data.draw(st.binary(max_size=8)) + whole[start + length :]
    )


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["L1", "x1", "bias", "out0", "circle", "pinwheel", "softmax", "cce", "tanh"])
    | st.sampled_from([0, -1, 1e308, 10**30, 0.5, 8, "1/0", "x1**x2"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(part: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of all values inside a JSON value."""
    keys = part.keys() if isinstance(part, dict) else range(len(part) if type(part) is list else 0)
    inner = [place for key in keys for place in places(part[key], (*path, key))]
    return [path, *inner] if path else inner


@given(st.data())
@settings(max_examples=300)
def test_any_other_value_at_any_place_is_an_experiment_or_refused(
    samples: dict[str, Experiment], data: st.DataObject
) -> None:
    experiment = samples[data.draw(st.sampled_from(sorted(samples)))]
    content = json.loads(encode_experiment(experiment))
    for _ in range(data.draw(st.integers(1, 3))):
        *path, last = data.draw(st.sampled_from(places(content)))
        part = content
        for key in path:
            part = part[key]
        if data.draw(st.booleans()):
            part[last] = data.draw(JSON)
        elif isinstance(part, dict):
            part[data.draw(st.text(max_size=8))] = part.pop(last)
        else:
            del part[last]
    experiment_or_refusal(json.dumps(content).encode())
