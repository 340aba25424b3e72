"""Experiments to train on, and a session that is always shut down."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).parent))  # test modules cannot import each other by name

from training_tools import Listener

from nnfs_gui.document import Document
from nnfs_gui.experiment.model import (
    Experiment,
    GeneratedData,
    PointArray,
    PointsData,
    default_experiment,
)
from nnfs_gui.training.thread.session import TrainingSession


@pytest.fixture
def experiment() -> Experiment:
    """A small, quick one: 60 points, 2-4-2-1."""
    return replace(default_experiment(), data=GeneratedData("gaussians", size=60, noise=0.1))


@pytest.fixture
def without_points(experiment: Experiment) -> Experiment:
    """The same network, and no points at all."""
    return replace(experiment, data=PointsData(points=PointArray()))


@pytest.fixture
def document(qapp: QApplication, experiment: Experiment) -> Document:
    """A document that holds the small experiment."""
    document = Document()
    document.open(experiment, None)
    return document


@pytest.fixture
def session(document: Document) -> Iterator[TrainingSession]:
    """A session on the document, ended after the test."""
    session = TrainingSession(document)
    yield session
    session.shutdown()


@pytest.fixture
def heard(session: TrainingSession) -> Listener:
    """What the session says."""
    return Listener(session)
