"""Files that nobody should be given; `hostile.py` opens them."""

from __future__ import annotations

import io
import json
import os
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engine import Network
from engine.tools.persistence import save_network
from nnfs_gui.assets import preset_paths
from nnfs_gui.experiment import edits
from nnfs_gui.experiment.files import encode_experiment, load_experiment
from nnfs_gui.experiment.model import Experiment, PointArray, PointsData, default_experiment
from nnfs_gui.training.run import Run
from nnfs_gui.training.saved.files import encode_run

NUMBERS = (
    *(b"1e308", b"-1e308", b"1e-320", b"1e400", b"-0.0", b"0", b"-1", b"0.5", b"7", b"33", b"1e9"),
    *(b"NaN", b"Infinity", b"-Infinity", b"true", b"null", b'"5"', b"[]", b"{}", b"1" * 400),
    *(b"9007199254740993", b"18446744073709551616", b"1e200", b"1e-200", b"2147483648", b"0x1F"),
)
TEXTS = (
    *(b'""', b'"x"', b'"x1"', b'"L1"', b'"bias"', b'"out0"', b'"softmax"', b'"cce"', b'"relo"'),
    *(
        b'"1/0*x1"',
        b'"x1**x2**x1"',
        b'"\\ud800"',
        b'"\\u0000"',
        b'"\xff"',
        b'"' + b"y" * 5000 + b'"',
    ),
)
CELLS = (
    *("1", "2.5", "-3", "1e308", "-1e308", "1e-300", "1e999", "nan", "inf", "", "?", "NA", "1,5"),
    *("rose", "lily", '"', '""', "'", "a;b", "\t", "٣", "👩‍👩‍👧", "\u202e", "\x0b", "=1+1", "0x1F"),
    *("9" * 400, "x" * 2000, "1 000", "1_000", "True", "2024-01-01", "-0", ".5", "5.", "+1", "--1"),
)
SIGNS = (
    *("x1", "x2", "x", "1", "0", "1e308", "1e-308", ".5", "pi", "e", "+", "-", "*", "/", "**", "^"),
    *(
        "(",
        ")",
        ",",
        "sin",
        "cos",
        "exp",
        "log",
        "sqrt",
        "abs",
        "tanh",
        "max",
        "min",
        " ",
        "²",
        "π",
    ),
    *("×", "−", "√", "__import__", "lambda", "=", "<", "9" * 300, "\x00", "ſin", "X1", "x₁", "1/0"),
)
_NUMBER = re.compile(rb"-?\d+(\.\d+)?([eE][+-]?\d+)?")
_TEXT = re.compile(rb'"[^"\\]*"')

Make = Callable[[], Path]


class HostileFiles:
    """An endless stream of files that are written one after the other, the same for a seed."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._random = random.Random(seed)
        self._count = 0
        self._experiments = [encode_experiment(experiment) for experiment in originals()]
        save_network(Network([2, 4, 3, 1], activation=["tanh", "relu"], seed=3), folder / "whole")
        self._network = (folder / "whole").read_bytes()
        self._run = a_run()
        self._specials = list(special_files(folder))
        self._makers: dict[Make, int] = {
            self._damaged_experiment: 12,
            self._table: 10,
            self._damaged_network: 5,
            self._other_network: 3,
            self._damaged_run: 4,
            self._formula: 6,
            self._special: 2,
        }

    def __iter__(self) -> Iterator[Path]:
        while True:
            [make] = self._random.choices(list(self._makers), list(self._makers.values()))
            yield make()

    # --- kinds ---

    def _damaged_experiment(self) -> Path:
        content = self._random.choice(self._experiments)
        for _ in range(self._random.choice((1, 1, 1, 2, 3))):
            often = [self._other_number] * 4 + [self._other_text] * 2
            rarely = [self._moved, self._nested, self._flipped, self._cut, self._doubled]
            content = self._random.choice(often + rarely)(content)
        return self._write("json", content)

    def _formula(self) -> Path:
        """An experiment with a formula of random signs, as a feature or as its data."""
        formula = "".join(self._random.choices(SIGNS, k=self._random.randrange(1, 14)))
        if self._random.random() < 0.05:
            formula = self._random.choice(("(", "-", "sin(", "x1**")) * 3000
        inside: dict[str, Any] = {"network": {"features": ["x1", formula]}}
        if self._random.random() < 0.5:
            form = self._random.choice(("above", "regression"))
            inside = {"data": {"kind": "formula", "form": form, "formula": formula}}
        whole = {"format": "nnfs-playground", "format_version": 1, "experiment": inside}
        return self._write("json", json.dumps(whole).encode())

    def _table(self) -> Path:
        rnd, sign = self._random, self._random.choice((",", ";", "\t", "|", " "))
        columns, rows = rnd.choice((1, 2, 3, 3, 4, 4, 9)), rnd.choice((0, 1, 2, 5, 40, 300))
        good = [str(number) for number in range(9)] if rnd.random() < 0.7 else list(CELLS)
        lines = [sign.join(rnd.choice(CELLS) for _ in range(columns))] * rnd.randrange(2)
        for _ in range(rows):
            width = columns + (rnd.randrange(-1, 2) if rnd.random() < 0.05 else 0)
            cells = [rnd.choice(good if rnd.random() < 0.9 else CELLS) for _ in range(width)]
            lines.append(sign.join(cells))
        text = rnd.choice(("\n", "\r\n", "\r", "\n\n")).join(lines)
        encoding = rnd.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"))
        content = text.encode(encoding, "replace")
        if rnd.random() < 0.3:
            content = rnd.choice((self._flipped, self._cut, self._doubled, self._moved))(content)
        return self._write(rnd.choice(("csv", "tsv", "txt", "dat")), content)

    def _damaged_network(self) -> Path:
        content = self._network
        for _ in range(self._random.choice((1, 1, 2))):
            content = self._random.choice((self._flipped, self._cut, self._doubled))(content)
        return self._write("npz", content)

    def _other_network(self) -> Path:
        """A whole archive with another inside."""
        rnd, out = self._random, io.BytesIO()
        with np.load(io.BytesIO(self._network)) as archive:
            members: dict[str, Any] = dict(archive)
        header = str(members["header"]).encode()
        for _ in range(rnd.randrange(3)):
            header = rnd.choice((self._other_number, self._other_text, self._nested))(header)
        members["header"] = np.array(header.decode("utf-8", "replace"))
        odd: tuple[Any, ...] = (
            np.zeros(0),
            np.full(36, np.nan),
            np.zeros((6, 6)),
            np.array(["x"] * 36),
            np.array(3.0),
            np.zeros(36, np.complex128),
            np.array([None] * 3, dtype=object),
            np.broadcast_to(np.zeros(1), (3_000_000,)),
        )
        if rnd.random() < 0.6:
            members[rnd.choice(("parameters", "frozen", "format", "header"))] = rnd.choice(odd)
        np.savez_compressed(out, **members)
        content = out.getvalue()
        if rnd.random() < 0.1:
            content = self._bomb()
        return self._write("npz", content)

    def _damaged_run(self) -> Path:
        """A run with other numbers inside of its archive, which is whole, or with other bytes."""
        rnd, out = self._random, io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self._run)) as old, zipfile.ZipFile(out, "w") as new:
            damaged = rnd.choice((*old.namelist(), ""))
            for name in old.namelist():
                content = old.read(name)
                if name == damaged:
                    ways = (self._other_number, self._other_text, self._cut, self._flipped)
                    content = rnd.choice(ways if name.endswith("json") else ways[2:])(content)
                new.writestr(name, content)
        content = out.getvalue()
        if not damaged:
            content = rnd.choice((self._flipped, self._cut, self._doubled))(content)
        return self._write("nnfs", content)

    def _bomb(self) -> bytes:
        """An archive of some kilobytes that says, truly or not, that it holds much more."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            with np.load(io.BytesIO(self._network)) as members:
                for name in ("format", "header"):
                    part = io.BytesIO()
                    np.save(part, members[name])
                    archive.writestr(f"{name}.npy", part.getvalue())
            for name in ("parameters.npy", "frozen.npy"):
                archive.writestr(name, bytes(self._random.choice((10, 10**6, 3 * 10**7))))
        content = out.getvalue()
        size = content.find(b"PK\x01\x02") + 24  # what the list of members says of the first one
        return content[:size] + b"\xff\xff\xff\x7f" + content[size + 4 :]

    def _special(self) -> Path:
        return self._random.choice(self._specials)

    # --- damage ---

    def _flipped(self, content: bytes) -> bytes:
        """Some bytes changed."""
        changed = bytearray(content)
        for _ in range(self._random.choice((1, 2, 8))):
            if changed:
                changed[self._random.randrange(len(changed))] = self._random.randrange(256)
        return bytes(changed)

    def _cut(self, content: bytes) -> bytes:
        start, end = sorted(self._random.randrange(len(content) + 1) for _ in range(2))
        return content[:start] if self._random.random() < 0.5 else content[:start] + content[end:]

    def _doubled(self, content: bytes) -> bytes:
        """A part of it twice, which in JSON repeats keys."""
        start, end = sorted(self._random.randrange(len(content) + 1) for _ in range(2))
        return content[:end] + content[start:]

    def _moved(self, content: bytes) -> bytes:
        first, second = sorted(self._random.randrange(len(content) + 1) for _ in range(2))
        return content[second:] + content[first:second] + content[:first]

    def _other_number(self, content: bytes) -> bytes:
        return self._replaced(content, _NUMBER, NUMBERS + TEXTS[:2])

    def _other_text(self, content: bytes) -> bytes:
        return self._replaced(content, _TEXT, TEXTS + NUMBERS[:2])

    def _nested(self, content: bytes) -> bytes:
        deep = self._random.choice((3, 200, 20_000))
        opened = self._random.choice((b"[", b'{"a":'))
        closed = b"]" if opened == b"[" else b"}"
        return self._replaced(content, _NUMBER, (opened * deep + b"1" + closed * deep,))

    def _replaced(
        self, content: bytes, pattern: re.Pattern[bytes], others: tuple[bytes, ...]
    ) -> bytes:
        places = list(pattern.finditer(content))
        if not places:
            return content
        place = self._random.choice(places)
        return content[: place.start()] + self._random.choice(others) + content[place.end() :]

    def _write(self, suffix: str, content: bytes) -> Path:
        self._count += 1
        path = self._folder / f"hostile-{self._count % 100}.{suffix}"
        path.write_bytes(content)
        return path


def originals() -> Iterator[Experiment]:
    """Whole experiments: every preset, and one with points of a table."""
    yield from map(load_experiment, preset_paths())
    yield default_experiment()
    rows = np.column_stack([np.random.default_rng(0).normal(size=(9, 2)), np.arange(9) % 3])
    yield edits.set_data(
        default_experiment(), PointsData(points=PointArray(rows), class_names=("a", "b", "c"))
    )


def a_run() -> bytes:
    """The content of the file of a run that has trained for a while."""
    run = Run(1, default_experiment())
    for _ in range(3):
        run.step("epoch")
    return encode_run(run.experiment, run.pack())


def special_files(folder: Path) -> Iterator[Path]:
    """What has a name like a file, and is none, or not one that can be read."""
    for suffix in ("json", "csv", "npz", "nnfs"):
        made = {name: folder / f"{name}.{suffix}" for name in ("pipe", "folder", "loop", "locked")}
        made["folder"].mkdir()
        made["loop"].symlink_to(made["loop"])
        made["locked"].write_bytes(b"{}")
        made["locked"].chmod(0)
        if hasattr(os, "mkfifo"):
            os.mkfifo(made["pipe"])
        yield from made.values()
        yield folder / f"gone.{suffix}"
        yield folder / f"{'n' * 300}.{suffix}"
        if suffix != "npz":  # Python's own open refuses it, as a wrong argument
            yield folder / f"\x00.{suffix}"
        for number, target in enumerate(("/dev/zero", "/dev/null", "/proc/self/maps", ".")):
            link = folder / f"link-{number}.{suffix}"
            link.symlink_to(target)
            yield link
