from __future__ import annotations

import errno
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from nnfs_gui.experiment.files import (
    FileError,
    decode_experiment,
    encode_experiment,
    load_experiment,
    save_experiment,
)
from nnfs_gui.experiment.model import Experiment, PointArray, PointsData, default_experiment


@pytest.mark.parametrize("name", ["default", "rich", "empty", "formula"])
def test_what_is_saved_is_loaded_exactly(
    samples: dict[str, Experiment], name: str, tmp_path: Path
) -> None:
    path = tmp_path / "an experiment.json"
    save_experiment(samples[name], path)
    assert load_experiment(path) == samples[name]
    assert os.listdir(tmp_path) == [path.name]


def test_a_file_is_json_that_people_can_read(rich: Experiment) -> None:
    text = encode_experiment(rich).decode()
    content = json.loads(text)
    assert (content["format"], content["format_version"]) == ("nnfs-playground", 1)
    assert content["experiment"]["training"]["optimizer"] == "adam"
    assert len(content["experiment"]["data"]["points"]) == 30
    assert text.count("\n") < 250  # a row a point, not a line a number
    assert text.endswith("}\n")


@given(st.lists(st.tuples(*[st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.sampled_from([0, 1])])))
def test_points_survive_to_the_last_bit(rows: list[tuple[float, float, float]]) -> None:
    experiment = replace(default_experiment(), data=PointsData(points=PointArray(rows)))
    again = decode_experiment(encode_experiment(experiment))
    assert isinstance(again.data, PointsData)
    assert again.data.points.values.tobytes() == PointArray(rows).values.tobytes()


def test_fields_that_are_left_out_have_their_defaults() -> None:
    content = b'{"format": "nnfs-playground", "format_version": 1, "experiment": {"title": "T"}}'
    assert decode_experiment(content) == Experiment(title="T")
    assert decode_experiment(b"\xef\xbb\xbf" + content).title == "T"


# --- files that are not right ---


def broken(experiment: Experiment, *path: str | int, value: Any) -> bytes:
    """The rich experiment's file with one value replaced."""
    content = json.loads(encode_experiment(experiment))
    part = content
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return json.dumps(content).encode()


def refusal(content: bytes) -> str:
    with pytest.raises(FileError) as caught:
        decode_experiment(content)
    return str(caught.value)


def test_what_is_not_json_is_told_apart() -> None:
    whole = encode_experiment(default_experiment())
    assert refusal(b"") == "it is empty."
    assert refusal(b" \n ") == "it is empty."
    assert refusal(whole[: len(whole) // 2]).startswith("it ends too early")
    assert refusal(b"\x89PNG\r\n\x00\x00") == "it is not a text file."
    assert refusal(whole.decode().encode("utf-16")) == "it is not a text file."
    assert refusal(b"title: circle") == "it is not JSON (line 1)."
    line = whole[: whole.index(b'"seed": 1,')].count(b"\n") + 1
    assert refusal(whole.replace(b'"seed": 1,', b'"seed": 1;')) == f"it is not JSON (line {line})."
    assert "not an experiment" in refusal(b"[" * 200_000)
    assert "nested too deeply" in refusal(b'{"a":' * 200_000)
    assert "nested too deeply" in refusal(whole.replace(b'"Circle"', b"[" * 200_000))


@pytest.mark.parametrize("content", [b"[]", b"3", b'"text"', b"null", b"{}", b'{"format": "x"}'])
def test_other_json_is_told_apart(content: bytes) -> None:
    assert "not an experiment of this playground" in refusal(content)


@pytest.mark.parametrize(
    ("version", "message"),
    [
        (2, "it was written by a newer playground (format 2; this one reads up to 1)"),
        (0, "format_version is not a whole number"),
        ("1", "format_version is not a whole number"),
        (True, "format_version is not a whole number"),
        (None, "format_version is not a whole number"),
    ],
)
def test_the_format_version_is_heeded(rich: Experiment, version: object, message: str) -> None:
    assert message in refusal(broken(rich, "format_version", value=version))


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("training learning_rate", "x", "training.learning_rate: expected a number, got text."),
        ("training learning_rate", 0, "training.learning_rate must be > 0, got 0.0."),
        ("training learning_rate", -0.1, "training.learning_rate must be > 0, got -0.1."),
        ("training batch_size", 2.5, "batch_size: expected a whole number, got a decimal number."),
        ("training batch_size", 0, "training.batch_size must be ≥ 1, got 0."),
        ("training optimizer", "adma", "unknown optimizer 'adma' (did you mean 'adam'?)."),
        ("training loss", "cc", "training.loss names an unknown loss 'cc' (did you mean 'cce'?)."),
        ("training loss", "bce", "training.loss does not fit the output activation: 3 classes"),
        ("training clip", "some", "training.clip: unknown name 'some'."),
        ("training stop accuracy_above", 2, "training.stop.accuracy_above must be ≤ 1, got 2.0."),
        ("training sched", 1, "training: there is no field 'sched' (did you mean 'schedule'?)."),
        ("network hidden", {}, "network.hidden: expected a list […], got an object {…}."),
        ("network hidden 0 activation", "tahn", "activation 'tahn' (did you mean 'tanh'?)."),
        ("network hidden 0 activation", "softmax", "which is for the output layer only"),
        ("network hidden 0 parameters", {"beta": 1}, "'beta', which 'leaky_relu' does not take"),
        ("network hidden 1 id", "L1", "network.hidden has the id 'L1' twice."),
        ("network hidden 1 id", "bias", "network.hidden has an id 'bias'"),
        ("network hidden 1 id", "out0", "network.hidden has an id 'out0'"),
        ("network hidden 1 neurons", [], "network.hidden[1] must have 1 to 32 neurons, got 0."),
        ("network hidden 1 neurons", [{}], "hidden[1].neurons[0]: the field is missing: id."),
        ("network features", [], "network.features must be 1 to 16, got 0."),
        ("network features", ["x1", "x1"], "network.features has 'x1' twice."),
        ("network features", ["x1", "x1 +"], "network.features[1] has a mistake at character 5"),
        ("network initializer", "hee", "unknown initializer 'hee' (did you mean 'he'?)."),
        ("network seed", -1, "network.seed must be ≥ 0, got -1."),
        ("network seed", 10**400, "network.seed must be ≤ 9.22337e+18, got a huge number."),
        ("network hand_set 0 link target", "bias", "network.hand_set[0] ends at a bias"),
        ("data kind", "pionts", "data.kind: unknown kind 'pionts'."),
        ("data points", [[1, 2]], "data.points: expected rows of three numbers: x1, x2, target."),
        ("data points", [[1, 2, 7]], "data.points must have class numbers from 0 to 2 as targets."),
        ("data points", [[1e9, 2, 0]], "data.points must lie within ±1e+06"),
        ("data class_names", ["a"] * 9, "data.class_names may be 8, got 9."),
        ("data x1 scale", 0, "data.x1.scale must be ≥ 1e-100, got 0.0."),
        ("data", {"kind": "generated", "generator": "circel"}, "did you mean 'circle'"),
        ("data", {"kind": "generated", "noise": 0.9}, "data.noise must be ≤ 0.5, got 0.9."),
        ("data", {"kind": "formula", "formula": "f(x)"}, "data.formula has a mistake"),
        ("split training_share", 0, "split.training_share must be > 0, got 0.0."),
        ("split class_balance", [2], "split.class_balance[0] must be ≤ 1, got 2.0."),
        ("title", None, "title: expected text, got null."),
        ("title", "x" * 201, "title may have 200 characters, got 201."),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    rich: Experiment, path: str, value: object, message: str
) -> None:
    keys = [int(key) if key.isdecimal() else key for key in path.split()]
    assert message in refusal(broken(rich, "experiment", *keys, value=value))


def test_too_many_layers_are_refused(rich: Experiment) -> None:
    layers = [{"id": f"L{n}", "neurons": [{"id": f"L{n}.1"}]} for n in range(11)]
    message = refusal(broken(rich, "experiment", "network", "hidden", value=layers))
    assert message == "network.hidden may have 10 layers, got 11."


def test_text_that_is_not_utf8_is_refused() -> None:
    whole = encode_experiment(default_experiment())
    assert "not UTF-8" in refusal(whole.replace(b"Circle", b"Cir\xffle"))
    assert "not JSON" in refusal(whole.replace(b"Circle", b"\\ud800"))


def test_a_message_about_a_monstrous_value_is_short(rich: Experiment) -> None:
    assert (
        len(refusal(broken(rich, "experiment", "training", "optimizer", value="x" * 10**5))) < 500
    )


@pytest.mark.parametrize(
    ("name", "message"),
    [("missing.json", "there is no such file"), (".", "it is a folder"), ("a\0b", "null")],
)
def test_files_that_cannot_be_read_are_named(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(FileError, match=message) as caught:
        load_experiment(tmp_path / name)
    assert str(caught.value).startswith("Cannot open ")


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text("{")
    with pytest.raises(FileError, match=r"^Cannot open broken\.json: it ends too early"):
        load_experiment(path)


def test_a_file_of_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)  # sparse: it takes no room on the disk
    with pytest.raises(FileError, match="it has 2,000 MB; experiments have at most 100 MB"):
        load_experiment(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(FileError, match="not a regular file"):
        load_experiment(path)


# --- writing, whole or not at all ---


def test_a_failing_disk_leaves_the_old_file_untouched(
    rich: Experiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    save_experiment(default_experiment(), path)
    before = path.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match=r"^Cannot save a\.json: the disk is full\.$"):
        save_experiment(rich, path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["a.json"]


def test_a_failing_replacement_leaves_the_old_file_untouched(
    rich: Experiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    save_experiment(default_experiment(), path)
    before = path.read_bytes()

    def refused(_old: object, _new: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(FileError, match="permission is denied"):
        save_experiment(rich, path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["a.json"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o500)
    with pytest.raises(FileError, match="permission is denied"):
        save_experiment(default_experiment(), folder / "a.json")


def test_a_write_protected_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.write_text("precious")
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(FileError, match=r"the file is write-protected\.$"):
        save_experiment(default_experiment(), path)
    assert path.read_text() == "precious"


@pytest.mark.skipif(not hasattr(os, "statvfs"), reason="asks the file system")
def test_a_file_on_a_read_only_disk_is_told_from_a_protected_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    path.write_text("precious")
    real = os.statvfs(path)
    fields = [*real[:8], os.ST_RDONLY, real[9]]
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    monkeypatch.setattr(os, "statvfs", lambda _path: os.statvfs_result(fields))
    with pytest.raises(FileError, match=r"the disk is read-only\.$"):
        save_experiment(default_experiment(), path)


def test_what_killed_saves_left_behind_goes_with_the_next_save(tmp_path: Path) -> None:
    names = [".a.json.0123abcd.tmp", ".a.json.89abcdef.tmp", ".b.json.0123abcd.tmp", ".a.json.tmp"]
    for name in names:
        (tmp_path / name).write_text("{")
        os.utime(tmp_path / name, (1.0, 1.0))
    (tmp_path / names[1]).touch()  # of somebody who is writing right now
    save_experiment(default_experiment(), tmp_path / "a.json")
    assert sorted(os.listdir(tmp_path)) == sorted(["a.json", *names[1:]])


@pytest.mark.parametrize(
    ("name", "message"),
    [("no/folder/a.json", "no such file or folder"), (".", "it is a folder"), ("a\0b", "null")],
)
def test_places_that_cannot_be_written_are_named(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(FileError, match=message):
        save_experiment(default_experiment(), tmp_path / name)


def test_text_that_utf8_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"Cannot save a\.json"):
        save_experiment(replace(default_experiment(), title="\ud800"), tmp_path / "a.json")
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_permissions_are_kept(rich: Experiment, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    save_experiment(default_experiment(), path)
    path.chmod(0o640)
    save_experiment(rich, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
def test_a_symbolic_link_stays_one(rich: Experiment, tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    save_experiment(default_experiment(), real)
    link.symlink_to(real)
    save_experiment(rich, link)
    assert link.is_symlink()
    assert load_experiment(real) == rich
