"""Tables in, points out: formats are guessed, and what is dropped is told."""

from __future__ import annotations

import math
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnfs_gui.experiment.data.table_points import choose, guess_columns, guess_task
from nnfs_gui.experiment.data.tables import (
    TableError,
    TableFormat,
    decode,
    load_table,
    read_table,
)
from nnfs_gui.experiment.files.reading import ReadingStopped
from nnfs_gui.experiment.model import PLANE

FLOWERS = "length,width,kind\n1.5,2.5,rose\n2.0,3.5,lily\n4.0,1.0,rose\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FLOWERS, TableFormat(",", ".", True)),
        ("1.5\t2.5\t0\n2\t3\t1\n", TableFormat("\t", ".", False)),
        ("a;b;c\n1,5;2,5;x\n2,25;3;y\n", TableFormat(";", ",", True)),
        ("a|b|c\n1|2|x\n", TableFormat("|", ".", True)),
        ("1,2,0\n3,4,1\n", TableFormat(",", ".", False)),
        ('"a, b","c",d\n1,2,"x, y"\n', TableFormat(",", ".", True)),
    ],
)
def test_delimiter_decimal_sign_and_header_are_guessed(text: str, expected: TableFormat) -> None:
    assert read_table(text).format == expected


def test_decimal_commas_become_numbers() -> None:
    table = read_table("a;b;c\n1,5;-2,25;x\n2;3;y\n")
    assert table.column("a").numbers.tolist() == [1.5, 2.0]
    assert table.column("b").numbers.tolist() == [-2.25, 3.0]


def test_a_given_format_wins_over_the_guess() -> None:
    table = read_table("1,2,3\n4,5,6\n", TableFormat(",", ".", True))
    assert [column.name for column in table.columns] == ["1", "2", "3"]
    assert table.n_rows == 1


def test_columns_without_or_with_equal_names_are_told_apart() -> None:
    table = read_table("x,x,,y\n1,2,3,4\n5,6,7,8\n")
    assert [column.name for column in table.columns] == ["x", "x (2)", "column 3", "y"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_are_recognised(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes("größe,höhe,art\n1,2,süß\n3,4,sauer\n".encode(encoding))
    table = load_table(path)
    assert [column.name for column in table.columns] == ["größe", "höhe", "art"]
    assert table.column("art").texts == ("süß", "sauer")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b" \n \n", "empty"),
        (bytes(range(256)) * 40, "not a text file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not a text file"),
        (b"one\n2\n3\n", "one column"),
        (b"a,b,c\n", "no rows"),
    ],
)
def test_what_is_no_table_gets_one_clear_sentence(
    content: bytes, word: str, tmp_path: Path
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(TableError, match=word):
        load_table(path)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(2 * 2**30)
    with pytest.raises(TableError, match=r"huge\.csv: it has 2,147 MB; tables have at most 256 MB"):
        load_table(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"cannot read nothing\.csv"):
        load_table(tmp_path / "nothing.csv")


def test_columns_are_scaled_into_the_plane_and_can_be_scaled_back() -> None:
    imported = choose(read_table(FLOWERS), "length", "width", "kind", "classification", "f.csv")
    data = imported.data
    points = data.points.values
    assert np.abs(points[:, :2]).max() <= PLANE
    assert points[:, 0] * data.x1.scale + data.x1.offset == pytest.approx([1.5, 2.0, 4.0])
    assert points[:, 1] * data.x2.scale + data.x2.offset == pytest.approx([2.5, 3.5, 1.0])
    assert (data.x1.name, data.x2.name, data.target.name) == ("length", "width", "kind")
    assert data.class_names == ("lily", "rose")
    assert points[:, 2].tolist() == [1, 0, 1]
    assert data.source == "f.csv"


def test_a_regression_target_spans_minus_one_to_one() -> None:
    table = read_table("a,b,y\n1,2,10\n2,3,20\n3,1,40\n")
    data = choose(table, "a", "b", "y", "regression").data
    assert data.points.values[:, 2] == pytest.approx([-1, -1 / 3, 1])
    assert data.points.values[:, 2] * data.target.scale + data.target.offset == pytest.approx(
        [10, 20, 40]
    )


def test_every_dropped_row_is_counted_with_its_reason() -> None:
    text = "a,b,c\n1,2,x\nNA,2,y\n3,oops,y\n4,5,\n6,7\n8,9,y\n"
    imported = choose(read_table(text), "a", "b", "c", "classification")
    assert imported.kept == 2
    assert {item.reason: item.count for item in imported.dropped} == {
        "has too many or too few cells": 1,
        "no value in “a”": 1,
        "text instead of a number in “b”": 1,
        "no value in “c”": 1,
    }


def test_too_many_classes_are_refused_with_advice() -> None:
    rows = "\n".join(f"{i},{i * 2},name{i}" for i in range(300))
    with pytest.raises(TableError, match="300 different values, and up to 8 classes"):
        choose(read_table(f"a,b,c\n{rows}\n"), "a", "b", "c", "classification")


def test_one_class_is_refused() -> None:
    with pytest.raises(TableError, match="one class only"):
        choose(read_table("a,b,c\n1,2,x\n3,4,x\n"), "a", "b", "c", "classification")


def test_a_column_is_not_taken_twice() -> None:
    with pytest.raises(TableError, match="three different columns"):
        choose(read_table(FLOWERS), "length", "length", "kind", "classification")


def test_a_constant_column_lies_in_the_middle() -> None:
    data = choose(read_table("a,b,c\n5,1,x\n5,2,y\n"), "a", "b", "c", "classification").data
    assert data.points.values[:, 0].tolist() == [0, 0]


def test_the_likely_columns_are_suggested() -> None:
    text = "row,length,width,kind\n1,1.5,2.5,rose\n2,2.0,3.5,lily\n3,4.0,1.0,rose\n"
    assert guess_columns(read_table(text)) == ("length", "width", "kind")
    numeric = read_table("a,b,label\n1.5,2,0\n2.5,3,1\n3,1,0\n")
    assert guess_columns(numeric) == ("a", "b", "label")
    assert guess_task(numeric.column("label")) == "classification"
    assert guess_task(numeric.column("a")) == "regression"


CELLS = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True).map(str),
    st.integers(-5, 5).map(str),
    st.text(max_size=6),
    st.sampled_from(["", "NA", "x", "1,5", "1e400", "-0", '"']),
)


@given(st.lists(st.lists(CELLS, max_size=5), max_size=12), st.sampled_from(",;\t|"))
def test_any_table_gives_points_or_one_clear_sentence(
    rows: list[list[str]], delimiter: str
) -> None:
    text = "\n".join(delimiter.join(row) for row in rows)
    _points_or_sentence(text.encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=300))
def test_any_bytes_give_points_or_one_clear_sentence(content: bytes) -> None:
    _points_or_sentence(content)


def _points_or_sentence(content: bytes) -> None:
    try:
        text, encoding = decode(content)
        table = read_table(text, None, encoding)
        columns = guess_columns(table)
        data = choose(table, *columns, guess_task(table.column(columns[2]))).data
    except TableError as error:
        sentence: str | None = str(error)
    else:
        sentence = None
    if sentence is not None:
        assert len(sentence) > 10
        assert "\n" not in sentence
        return
    assert len(data.points) > 0
    assert np.isfinite(data.points.values).all()
    assert np.abs(data.points.values[:, :2]).max() <= PLANE
    assert all(math.isfinite(axis.scale) and axis.scale > 0 for axis in (data.x1, data.x2))


def test_a_table_with_too_many_rows_or_cells_is_refused_early(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "a,b,c\n" + "1,2,x\n" * 40
    monkeypatch.setattr("nnfs_gui.experiment.data.tables.MAX_ROWS", 30)
    with pytest.raises(TableError, match="too long: 30 rows of 3 cells"):
        read_table(text)
    monkeypatch.setattr("nnfs_gui.experiment.data.tables.MAX_ROWS", 40)
    assert read_table(text).n_rows == 40
    monkeypatch.setattr("nnfs_gui.experiment.data.tables.MAX_CELLS", 60)
    with pytest.raises(TableError, match="too long: 20 rows of 3 cells"):
        read_table(text)


def test_a_reading_stops_when_it_is_asked_to() -> None:
    text = "a,b,c\n" + "1,2,x\n" * 20_000
    answers = iter([False, False, True])
    with pytest.raises(ReadingStopped):
        read_table(text, stop=lambda: next(answers))


@pytest.mark.parametrize(("kinds", "word"), [(300, "300 different values"), (1, "one class only")])
def test_a_label_with_too_many_or_too_few_classes_is_named(kinds: int, word: str) -> None:
    text = "a,b,kind\n" + "".join(f"{i},{i * i},kind {i % kinds}\n" for i in range(600))
    table = read_table(text)
    names = guess_columns(table)
    assert names[2] == "kind"
    with pytest.raises(TableError, match=word):
        choose(table, *names, guess_task(table.column("kind")))


@pytest.mark.parametrize("sign", [",", "x", "1,", '"\n",'])
def test_a_row_without_end_is_refused_before_it_is_built(sign: str) -> None:
    text = "a,b\n1,2\n" + sign * (3_000_000 // len(sign))
    tracemalloc.start()
    with pytest.raises(TableError, match=r"1,000,000 characters|field larger"):
        read_table(text, TableFormat(",", ".", header=True))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100e6


@pytest.mark.parametrize("cell", ["", "NA", "n/a", "NaN", "NULL", "none", "?", "-", "."])
def test_each_sign_of_a_missing_value_is_one(cell: str) -> None:
    table = read_table(f"a,b,c\n1,2,x\n{cell},3,y\n4,{cell},{cell}\n")
    assert [column.missing.tolist() for column in table.columns] == [
        [False, True, False],
        [False, False, True],
        [False, False, True],
    ]
    assert table.column("c").names == ("x", "y")
    assert table.column("a").numeric


@pytest.mark.parametrize("huge", ["1e308", "1e101", "-1e308"])
@pytest.mark.parametrize("column", ["a", "b", "y"])
def test_a_column_of_values_that_overflow_when_drawn_gives_one_sentence(
    huge: str, column: str
) -> None:
    rows = [["1", "2", "0.5"], ["2", "1", "0.25"], ["3", "4", "0.75"]]
    rows[1]["aby".index(column)] = huge
    table = read_table("a,b,y\n" + "\n".join(",".join(row) for row in rows))
    with pytest.raises(TableError, match=rf"“{column}” has values from .* within ±1e\+100"):
        choose(table, "a", "b", "y", "regression")


def test_a_class_with_an_endless_name_is_named_briefly():
    table = read_table("a,b,c\n" + f"1,2,{'x' * 5000}\n" * 3)
    with pytest.raises(TableError, match="one class only") as refusal:
        choose(table, "a", "b", "c", "classification")
    assert len(str(refusal.value)) < 150
