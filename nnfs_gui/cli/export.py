"""`nnfs-gui export`: an experiment as code, as a model, as a link or as a figure."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .parsing import FAILED, Parser, Refused
from .source import add_source, told_source

if TYPE_CHECKING:
    from nnfs_gui.export.code import Program
    from nnfs_gui.training.snapshot import Curve

CODE = ("python", "torch")
"""Forms that can train by themselves, and so begin with the initial weights unless asked."""
FORMS = (*CODE, "sklearn", "onnx", "link", "svg", "pdf")
BINARY = ("onnx", "pdf")


def run(arguments: Sequence[str]) -> int:
    """Train if the form wants trained weights, and write the file or print the text."""
    from nnfs_gui.export.errors import ExportError

    options = _parser().parse_args(arguments)
    output: Path | None = options.output
    if output is None and options.to in BINARY:
        raise Refused(f"{options.to} is no text to print; give -o FILE")
    if output is not None and not output.absolute().parent.is_dir():
        raise Refused(f"there is no folder {output.absolute().parent} to write {output.name} in")
    try:
        content = _content(options)
    except ExportError as error:
        raise Refused(str(error)) from error
    if output is None:
        sys.stdout.write(content.decode())
        return 0
    from engine.tools.writing import write_whole
    from nnfs_gui.experiment.files.wording import reason

    try:
        write_whole(output, content)
    except OSError as error:
        print(f"nnfs-gui: cannot write {output}: {reason(error)}", file=sys.stderr)
        return FAILED
    return 0


def _content(options: argparse.Namespace) -> bytes:
    from nnfs_gui.export.programs import written

    program, curve = _program(options)
    if options.to in ("svg", "pdf"):
        return _figure(program, curve, options)
    result = written(options.to, program)
    for remark in result.remarks:
        print(f"nnfs-gui: {remark}", file=sys.stderr)
    return result.content


def _program(options: argparse.Namespace) -> tuple[Program, Curve]:
    """The experiment, trained for the asked epochs if its weights are wanted, and its losses."""
    from nnfs_gui.export.code import Program
    from nnfs_gui.headless import train
    from nnfs_gui.training.recording import Recording

    source = told_source(options.file, options.preset)
    experiment = source.experiment
    recording = Recording(experiment, source.run)
    before = recording.trained.epoch
    weights = options.weights or ("initial" if options.to in CODE else "trained")
    if weights == "initial" or options.to == "link":
        return Program(experiment, before + (options.epochs or 0)), recording.curve
    result = train(experiment, options.epochs or 0, recording=recording)
    if result.message:
        print(f"nnfs-gui: {result.message}", file=sys.stderr)
    return Program(experiment, recording.trained.epoch, result.parameters), recording.curve


def _figure(program: Program, curve: Curve, options: argparse.Namespace) -> bytes:
    from nnfs_gui.export.figure import Look, figure_svg

    look = Look(options.theme, numbers=options.numbers)
    svg = figure_svg(program, look, options.panels.split(","), curve)
    if options.to == "svg":
        return svg.encode()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from nnfs_gui.figures.vector import application, pdf_of

    application()
    return pdf_of(svg)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="nnfs-gui export",
        description="Write an experiment as code, as a model, as a link, or as a figure.",
    )
    add_source(parser)
    parser.add_argument("--to", choices=FORMS, required=True, metavar="FORM", help=", ".join(FORMS))
    weights = "what code begins with (python, torch: initial; else trained)"
    parser.add_argument("--weights", choices=("initial", "trained"), help=weights)
    theme = "of a figure (light)"
    parser.add_argument("--theme", choices=("light", "dark", "bw"), default="light", help=theme)
    parser.add_argument("--numbers", action="store_true", help="weights as numbers in a figure")
    panels = "of a figure, with commas: network, boundary, loss (network)"
    parser.add_argument("--panels", default="network", metavar="NAMES", help=panels)
    output = "where to write; text is printed without it"
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help=output)
    return parser
