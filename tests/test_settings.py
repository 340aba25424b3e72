import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray

from nnfs_gui.settings import DEFAULT_SPEED, MAX_RECENT, Settings


def make_file(folder, name):
    path = folder / name
    path.write_text("{}")
    return path


def stores(tmp_path):
    return {"memory": Settings.in_memory(), "file": Settings.in_file(tmp_path / "settings.ini")}


@pytest.fixture(params=["memory", "file"])
def settings(request, tmp_path):
    return stores(tmp_path)[request.param]


def test_nothing_is_set_at_the_first_start(settings):
    assert settings.geometry() == b""
    assert settings.splitters() == {}
    assert settings.theme() == "system"
    assert settings.recent_files() == ()
    assert settings.speed() == DEFAULT_SPEED


def test_everything_comes_back(settings, tmp_path):
    file = make_file(tmp_path, "spiral.json")
    settings.set_geometry(QByteArray(b"\x00\x01geometry"))
    settings.set_splitters({"splitter-across": b"\x02a", "splitter-down": b"\x03b"})
    settings.set_theme("light")
    settings.add_recent_file(file)
    settings.set_speed(0.25)
    assert settings.geometry() == b"\x00\x01geometry"
    assert settings.splitters() == {"splitter-across": b"\x02a", "splitter-down": b"\x03b"}
    assert settings.theme() == "light"
    assert settings.recent_files() == (file,)
    assert settings.speed() == 0.25


def test_a_file_is_read_by_the_next_start(tmp_path):
    first = Settings.in_file(tmp_path / "settings.ini")
    first.set_theme("dark")
    first.set_speed(0.5)
    first.set_splitters({"splitter-down": b"\xff\x00"})
    del first
    second = Settings.in_file(tmp_path / "settings.ini")
    assert (second.theme(), second.speed()) == ("dark", 0.5)
    assert second.splitters() == {"splitter-down": b"\xff\x00"}


def test_the_newest_file_is_first_and_none_is_there_twice(settings, tmp_path):
    one, two = make_file(tmp_path, "one.json"), make_file(tmp_path, "two.json")
    for path in (one, two, one):
        settings.add_recent_file(path)
    assert settings.recent_files() == (one, two)


def test_files_that_are_gone_are_left_out(settings, tmp_path):
    one, two = make_file(tmp_path, "one.json"), make_file(tmp_path, "two.json")
    settings.add_recent_file(one)
    settings.add_recent_file(two)
    two.unlink()
    assert settings.recent_files() == (one,)


def test_only_the_last_files_are_remembered(settings, tmp_path):
    for number in range(MAX_RECENT + 5):
        settings.add_recent_file(make_file(tmp_path, f"{number}.json"))
    assert len(settings.recent_files()) == MAX_RECENT


def test_an_unknown_theme_is_refused(settings):
    with pytest.raises(ValueError, match="theme must be one of"):
        settings.set_theme("pink")


class Damaged:
    """A store with the same value behind every key."""

    def __init__(self, value):
        self._value = value

    def value(self, key):
        return self._value

    def setValue(self, key, value):
        raise AssertionError("nothing is written here")


@given(
    st.one_of(
        st.text(), st.integers(), st.floats(), st.binary(), st.none(), st.booleans(),
        st.lists(st.one_of(st.text(), st.integers())), st.dictionaries(st.text(), st.integers()),
    )
)  # fmt: skip
def test_damaged_settings_count_as_never_set(value):
    settings = Settings(Damaged(value))
    assert settings.theme() in {"system", "dark", "light"}
    assert 0.0 <= settings.speed() <= 1.0
    assert isinstance(settings.geometry(), bytes)
    assert all(isinstance(state, bytes) for state in settings.splitters().values())
    assert all(path.is_file() for path in settings.recent_files())


def test_a_file_of_junk_counts_as_empty(tmp_path):
    path = tmp_path / "settings.ini"
    path.write_bytes(bytes(range(256)) * 20)
    settings = Settings.in_file(path)
    assert settings.theme() == "system"
    assert settings.speed() == DEFAULT_SPEED
