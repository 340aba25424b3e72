"""The pytest plugin; does nothing until ``nnfs_playground = true`` asks for it."""

from __future__ import annotations

import pytest

OPTION = "nnfs_playground"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini(OPTION, "offer the fixture `playground` of NNFS Playground", "bool", False)


def pytest_configure(config: pytest.Config) -> None:
    if config.getini(OPTION):
        from . import fixtures

        config.pluginmanager.register(fixtures, "nnfs-playground-fixtures")
