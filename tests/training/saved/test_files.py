"""Runs as files: nothing is lost, and no damaged or hostile file does any harm."""

from __future__ import annotations

import errno
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from training_tools import train

from nnfs_gui.experiment import edits
from nnfs_gui.experiment.edits.points import add_points
from nnfs_gui.experiment.files import FileError
from nnfs_gui.experiment.files.reading import ReadingStopped
from nnfs_gui.experiment.model import Experiment, PointArray, PointsData, default_experiment
from nnfs_gui.training.run import Run
from nnfs_gui.training.saved import PackedRun, archive, load_run, save_run
from nnfs_gui.training.saved.files import decode_run, encode_run
from nnfs_gui.training.snapshot import RunState
from nnfs_gui.training.tape.picture import Place


def a_run(experiment: Experiment) -> Run:
    """Two branches, an edit, a bookmark, and a step with a single sample."""
    run = Run(1, edits.set_training(experiment, optimizer="adam", clip="value"))
    train(run, 3)
    run.apply(edits.add_neuron(run.experiment, "L1"))
    run.step("sample")
    run.tape.bookmark(Place(1, 4), "here")
    run.look_at(Place(1, 5))
    run.step("batch")
    return run


@pytest.fixture
def run(experiment: Experiment) -> Run:
    return a_run(experiment)


def content_of(run: Run) -> bytes:
    return encode_run(run.experiment, run.pack())


def changed(run: Run, change: Callable[[dict[str, Any]], None]) -> bytes:
    """The file of a run whose description was changed."""
    packed = run.pack()
    description = msgspec.json.decode(packed.description)
    change(description)
    return encode_run(run.experiment, PackedRun(msgspec.json.encode(description), packed.arrays))


# --- whole files ---------------------------------------------------------------------------------


def test_a_run_whose_loss_curve_was_thinned_is_packed(run: Run) -> None:
    run._history._thin()
    _, restored = decode_run(content_of(run))
    np.testing.assert_array_equal(
        restored.tape.live.history.entries()[0], run._history.entries()[0]
    )


def test_a_run_is_shown_and_trains_on_as_if_it_had_never_been_closed(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "mine.nnfs"
    once = run.snapshot()
    save_run(run.experiment, run.pack(), path)
    experiment, restored = load_run(path)
    again = Run(1, experiment, restored=restored)
    found = again.snapshot()
    for name in ("parameters", "raw_gradient", "applied_gradient", "boundary"):
        np.testing.assert_array_equal(getattr(found, name), getattr(once, name))
    for name in ("step", "epoch", "train_loss", "test_loss", "experiment"):
        assert getattr(found, name) == getattr(once, name)
    assert found.tape == once.tape
    for column in ("step", "train_loss", "test_loss", "accuracy"):
        np.testing.assert_array_equal(getattr(found.curve, column), getattr(once.curve, column))
    train(run, 2)
    train(again, 2)
    assert again.snapshot().parameters.tolist() == run.snapshot().parameters.tolist()


def test_points_of_ones_own_are_kept_with_the_experiments_of_then(experiment: Experiment) -> None:
    painted = PointArray(np.random.default_rng(0).normal(size=(40, 3)).round() % 2)
    run = Run(1, edits.set_data(experiment, PointsData(points=painted)))
    train(run, 2)
    run.apply(add_points(run.experiment, [[0.5, 0.5]], 1.0))
    train(run, 1)
    _, restored = decode_run(content_of(run))
    stretches = restored.tape.branches[0].stretches
    assert [len(stretch.experiment.data.points) for stretch in stretches] == [40, 41]
    assert stretches[0].experiment.data.points == painted


def test_the_patience_of_a_stop_condition_goes_on(experiment: Experiment) -> None:
    idle = edits.freeze(edits.set_stop(experiment, no_improvement=5), ["L1", "L2", "output"], True)
    run = Run(1, idle)
    train(run, 3)
    assert run.state is RunState.PAUSED
    found, restored = decode_run(content_of(run))
    for each in (run, Run(1, found, restored=restored)):
        train(each, 100)
        assert each.state is RunState.STOPPED
        assert each.snapshot().epoch in {5, 6}


def test_a_saved_file_is_replaced_whole_or_not_at_all(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.nnfs"
    save_run(run.experiment, run.pack(), path)
    before = path.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match=r"Cannot save mine\.nnfs: the disk is full"):
        save_run(run.experiment, run.pack(), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


# --- damaged and hostile ones --------------------------------------------------------------------


def refused(content: bytes) -> str:
    with pytest.raises(FileError) as caught:
        decode_run(content)
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message
    return message


@pytest.mark.parametrize("content", [b"", b"PK", b"{}", b"\x00" * 100])
def test_what_is_no_run_is_refused(content: bytes) -> None:
    refused(content)


def test_a_file_that_ends_too_early_is_refused(run: Run) -> None:
    content = content_of(run)
    for end in np.linspace(1, len(content) - 1, 40).astype(int):
        refused(content[:end])


RUN = content_of(a_run(default_experiment()))


@given(place=st.integers(0, len(RUN) - 1), value=st.integers(1, 255))
def test_a_changed_byte_is_noticed_or_harmless(place: int, value: int) -> None:
    changed = bytearray(RUN)
    changed[place] ^= value
    try:
        _, restored = decode_run(bytes(changed))
    except FileError:
        return
    assert np.isfinite(restored.trained.network.parameters).all()


def zip_of(entries: dict[str, bytes]) -> bytes:
    return archive.pack_zip(entries, compressed=frozenset(entries))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zip_of({"experiment.json": b"0" * 50_000_000, "run.json": b"", "arrays.npz": b""})
    assert len(bomb) < 1_000_000
    assert "no run is" in refused(bomb)


def test_an_array_that_claims_to_be_huge_is_refused() -> None:
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": "<f8", "fortran_order": False, "shape": (10**12,)}
    )
    with pytest.raises(FileError, match="damaged"):
        archive.unpack_arrays(zip_of({"a.npy": header.getvalue() + b"\x00" * 80}))


def test_pickles_and_other_arrays_are_refused() -> None:
    for array in (np.array([{}], dtype=object), np.arange(3), np.zeros(3, dtype="f4")):
        buffer = io.BytesIO()
        np.lib.format.write_array(buffer, array)
        with pytest.raises(FileError, match="damaged"):
            archive.unpack_arrays(zip_of({"a.npy": buffer.getvalue()}))


def test_two_entries_of_one_name_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("run.json", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            file.writestr("run.json", b"2")
    refused(buffer.getvalue())


def test_a_newer_format_asks_for_an_update(run: Run) -> None:
    content = changed(run, lambda saved: saved.update(format_version=99))
    assert "newer playground" in refused(content)


BRANCH_CHANGES: dict[str, Callable[[dict[str, Any]], None]] = {
    "end": lambda branch: branch.update(end=2),
    "parent": lambda branch: branch.update(parent=[7, 1]),
    "own parent": lambda branch: branch.update(parent=[1, 0]),
    "number": lambda branch: branch.update(number=2),
    "no frames": lambda branch: branch.update(frames=[]),
    "no stretches": lambda branch: branch.update(stretches=[]),
    "frame order": lambda branch: branch["frames"].reverse(),
    "frame beyond": lambda branch: branch["frames"][-1].__setitem__(0, 10**6),
    "surgery without frame": lambda branch: branch["frames"].__setitem__(
        slice(None), [frame for frame in branch["frames"] if frame[1] == 0]
    ),
    "experiment": lambda branch: branch["stretches"][0].__setitem__(1, 99),
    "singles": lambda branch: branch["stretches"][1].__setitem__(3, [3]),
    "curve": lambda branch: branch.update(kept=10**9),
    "cursor": lambda branch: branch["frames"][0][7].__setitem__(5, 10**9),
    "generator": lambda branch: branch["frames"][0][7].__setitem__(2, 10**6),
    "moments": lambda branch: branch["frames"][0][7].__setitem__(0, ["velocity"]),
}


@pytest.mark.parametrize("name", BRANCH_CHANGES)
def test_a_description_that_contradicts_itself_is_refused(run: Run, name: str) -> None:
    message = refused(changed(run, lambda saved: BRANCH_CHANGES[name](saved["branches"][0])))
    assert "run" in message


@pytest.mark.parametrize(
    ("field", "value"),
    [("live", 9), ("step", 10**9), ("step_seconds", 0.0), ("points", []), ("experiments", [])],
)
def test_a_run_that_stands_nowhere_is_refused(run: Run, field: str, value: object) -> None:
    refused(changed(run, lambda saved: saved.update({field: value})))


def test_numbers_that_are_not_finite_are_refused(run: Run) -> None:
    packed = run.pack()
    arrays = {name: array.copy() for name, array in packed.arrays.items()}
    arrays["frames1"][5] = np.nan
    refused(encode_run(run.experiment, PackedRun(packed.description, arrays)))


def test_arrays_that_are_missing_or_too_short_are_refused(run: Run) -> None:
    packed = run.pack()
    for name in packed.arrays:
        missing = {key: array for key, array in packed.arrays.items() if key != name}
        refused(encode_run(run.experiment, PackedRun(packed.description, missing)))
        if name.startswith("frames"):
            short = missing | {name: packed.arrays[name][:-1]}
            refused(encode_run(run.experiment, PackedRun(packed.description, short)))


def test_another_experiment_than_the_runs_is_refused(run: Run) -> None:
    other = edits.set_training(run.experiment, learning_rate=0.5)
    assert "contradicts" in refused(encode_run(other, run.pack()))


def test_unpacking_can_be_called_off_at_every_key_frame(run: Run) -> None:
    content, asked = content_of(run), [0]

    def stop_at(number: int) -> Callable[[], bool]:
        asked[0] = 0

        def stop() -> bool:
            asked[0] += 1
            return asked[0] > number

        return stop

    decode_run(content, stop_at(10**9))
    most = asked[0]
    assert most > sum(len(branch.frames) for branch in run.tape.branches)
    for number in range(most):
        with pytest.raises(ReadingStopped):
            decode_run(content, stop_at(number))
        assert asked[0] == number + 1
