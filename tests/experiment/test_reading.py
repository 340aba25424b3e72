"""The one reader of files takes regular ones of limited size, and stops at once when asked."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from nnfs_gui.experiment.data.tables import TableError, load_table
from nnfs_gui.experiment.files import (
    FileError,
    decode_experiment,
    encode_experiment,
    load_experiment,
)
from nnfs_gui.experiment.files.reading import ReadingStopped, read_file
from nnfs_gui.experiment.model import Experiment, PointArray, PointsData


def test_a_regular_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a"
    content = os.urandom(3 * 2**20 + 17)
    path.write_bytes(content)
    assert read_file(path, len(content), "files") == content
    with pytest.raises(FileError, match=r"it has 3\.15 MB; files have at most 3\.15 MB"):
        read_file(path, len(content) - 1, "files")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("special", ["pipe", "/dev/zero"])
def test_pipes_and_devices_are_refused_at_once(tmp_path: Path, special: str) -> None:
    path = tmp_path / special
    if special == "pipe":
        os.mkfifo(path)
    with pytest.raises(FileError, match="not a regular file"):
        load_experiment(path)
    with pytest.raises(TableError, match="not a regular file"):
        load_table(path)


def test_reading_stops_between_two_parts(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b" " * 5_000_000)
    answers = iter([False, True])
    with pytest.raises(ReadingStopped):
        read_file(path, 10_000_000, "files", lambda: next(answers))
    assert next(answers, None) is None


def test_a_file_that_grows_while_it_is_read_has_an_end(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b" " * 1_000_000)

    def grow() -> bool:
        with path.open("ab") as file:
            file.write(b" " * 2_000_000)
        return False

    with pytest.raises(FileError, match="files have at most 4 MB"):
        read_file(path, 4_000_000, "files", grow)


# --- experiments ---------------------------------------------------------------------------------


def many_points(count: int) -> bytes:
    data = PointsData(points=PointArray([[1.0, 0.5, 1.0]] * count))
    return encode_experiment(Experiment(data=data))


def test_points_are_decoded_in_parts_that_can_be_stopped() -> None:
    content = many_points(50_000)
    asked = []

    def stop() -> bool:
        asked.append(None)
        return len(asked) == 3

    with pytest.raises(ReadingStopped):
        decode_experiment(content, stop)
    assert len(decode_experiment(content).data.points) == 50_000


def test_points_take_little_more_room_than_their_text() -> None:
    content = many_points(50_000)
    tracemalloc.start()
    decode_experiment(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6 * len(content)  # as Python's numbers they would take ten times as much


@pytest.mark.parametrize(
    "inside",
    [
        b'{"data": {"kind": "points", "points": [' + b"[0,0,0]," * 1_100_000 + b"[0,0,0]]}}",
        b'{"split": {"class_balance": [' + b"0," * 4_000_000 + b"0]}}",
        b'{"network": {"frozen_links": [' + b"{}," * 400_000 + b"{}]}}",
    ],
    ids=["points", "numbers", "objects"],
)
def test_too_much_is_counted_before_it_is_built(inside: bytes) -> None:
    content = b'{"format":"nnfs-playground","format_version":1,"experiment":' + inside + b"}"
    tracemalloc.start()
    with pytest.raises(FileError, match="at most 1,000,000 points"):
        decode_experiment(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1e6


@pytest.mark.parametrize(
    "points",
    ["[[1,2]]", "[[1,2,3,4]]", '[["]",2,3]]', "[[1,2,[3]]]", "[[1,2,3],null]", "[1,2,3]"],
)
def test_rows_that_are_no_points_are_refused_with_their_place(points: str) -> None:
    content = (
        '{"format":"nnfs-playground","format_version":1,'
        f'"experiment":{{"data":{{"kind":"points","points":{points}}}}}}}'
    )
    with pytest.raises(FileError, match=r"^data\.points: expected rows of three numbers"):
        decode_experiment(content.encode())


@pytest.mark.parametrize(
    ("points", "count"), [("[]", 0), (" [ ] ", 0), ("[ [0,0,1] , [1,1,0] ]", 2)]
)
def test_blanks_among_points_mean_nothing(points: str, count: int) -> None:
    content = (
        '{"format":"nnfs-playground","format_version":1,'
        f'"experiment":{{"data":{{"kind":"points","points":{points}}}}}}}'
    )
    assert len(decode_experiment(content.encode()).data.points) == count
