"""Whatever table is thrown at the importer: an experiment that can be saved, or one sentence."""

from __future__ import annotations

import csv
import io

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nnfs_gui.experiment.data.table_points import choose, guess_columns, guess_task
from nnfs_gui.experiment.data.tables import DELIMITERS, TableError, decode, read_table
from nnfs_gui.experiment.edits import set_data
from nnfs_gui.experiment.files import decode_experiment, encode_experiment
from nnfs_gui.experiment.model import PLANE, default_experiment

NUMBERS = st.one_of(
    st.integers(-10_000, 10_000).map(str),
    st.floats(allow_nan=True, allow_infinity=True).map(repr),
    st.floats(-1e3, 1e3).map(lambda value: f"{value:.2f}".replace(".", ",")),
)
NAMES = st.one_of(st.sampled_from(["rose", "lily", "NA", "", "?", "٣", "ß", '"']), st.text())
ROWS = st.integers(3, 6).flatmap(
    lambda width: st.lists(
        st.tuples(*[NUMBERS] * (width - 1), st.one_of(NUMBERS, NAMES)), min_size=1, max_size=12
    )
)
HEADERS = st.one_of(st.none(), st.lists(st.text(max_size=80), min_size=3, max_size=6))


@given(
    ROWS,
    HEADERS,
    st.sampled_from(list(DELIMITERS)),
    st.sampled_from(["utf-8", "utf-16", "utf-8-sig", "latin-1"]),
)
def test_a_written_table_becomes_an_experiment_or_one_sentence(rows, header, delimiter, encoding):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows(([header] if header else []) + list(rows))
    content = out.getvalue().encode(encoding, "replace")
    try:
        text, found = decode(content)
        table = read_table(text, None, found)
        columns = guess_columns(table)
        imported = choose(table, *columns, guess_task(table.column(columns[2])), "table.csv")
    except TableError as error:
        sentence = str(error)
    else:
        sentence = ""
    if sentence:
        assert 10 < len(sentence) < 500
        assert "\n" not in sentence
        return
    lost = sum(item.count for item in imported.dropped)
    assert imported.kept + lost == table.n_rows, "every row is a point or is told"
    experiment = set_data(default_experiment(), imported.data)
    assert decode_experiment(encode_experiment(experiment)) == experiment
    points = imported.data.points.values
    assert np.abs(points[:, :2]).max() <= PLANE
