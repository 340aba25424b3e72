"""Networks in files: what is written comes back, and what is not ours is told from it."""

from __future__ import annotations

import io
import json
import os
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import ACTIVATIONS, LOSSES, Network
from engine.tools import persistence as files
from engine.tools.persistence import NetworkFileError, load_network, save_network

X = np.random.default_rng(0).normal(size=(20, 2))


def make_network() -> Network:
    network = Network([2, 4, 3, 1], activation=["leaky_relu", "tanh"], seed=3,
                      parameters=[{"alpha": 0.2}, {}])  # fmt: skip
    network.parameters[:] += np.random.default_rng(1).normal(size=network.n_parameters)
    return network


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "net.npz"
    save_network(make_network(), path)
    return path


def rewrite(path: Path, **changes: object) -> None:
    """Replace members of an archive; None leaves one out."""
    with np.load(path) as archive:
        members: dict[str, object] = dict(archive)
    members |= changes
    np.savez(path, **{name: value for name, value in members.items() if value is not None})


def rewrite_header(path: Path, **changes: object) -> None:
    with np.load(path) as archive:
        header = json.loads(str(archive["header"])) | changes
    rewrite(path, header=np.array(json.dumps(header)))


# --- what is written comes back ----------------------------------------------------------------


def test_a_network_comes_back_and_predicts_the_same_to_the_bit(saved: Path) -> None:
    network, loaded = make_network(), load_network(saved)
    np.testing.assert_array_equal(loaded.parameters, network.parameters)
    np.testing.assert_array_equal(loaded.predict(X), network.predict(X))
    assert tuple(loaded.sizes) == tuple(network.sizes)
    assert loaded.layers[0].activation.alpha == 0.2


def test_the_networks_own_methods_save_and_load(tmp_path: Path) -> None:
    network = make_network()
    network.save(tmp_path / "net.npz")
    loaded = Network.load(str(tmp_path / "net.npz"))
    np.testing.assert_array_equal(loaded.predict(X), network.predict(X))


def test_a_loaded_network_goes_on_learning_as_the_saved_one_would(saved: Path) -> None:
    y = (X[:, :1] > 0).astype(float)
    network, loaded = make_network(), load_network(saved)
    for one in (network, loaded):
        one.fit(X, y, epochs=3, batch_size=4, optimizer="adam")
    np.testing.assert_array_equal(loaded.parameters, network.parameters)


@pytest.mark.parametrize("output", ACTIVATIONS.names())
@pytest.mark.parametrize("loss", LOSSES.names())
def test_every_activation_and_loss_comes_back(output: str, loss: str, tmp_path: Path) -> None:
    hidden = "tanh" if ACTIVATIONS[output].output_only else output
    network = Network([2, 3, 3], activation=hidden, output_activation=output, loss=loss)
    save_network(network, tmp_path / "net.npz")
    loaded = load_network(tmp_path / "net.npz")
    assert [layer.activation.name for layer in loaded.layers] == [hidden, output]
    assert loaded.loss.name == loss
    np.testing.assert_array_equal(loaded.predict(X), network.predict(X))


def test_the_parameters_of_a_loss_come_back(tmp_path: Path) -> None:
    network = Network([2, 1], output_activation="linear", loss=LOSSES.create("huber", delta=0.3))
    save_network(network, tmp_path / "net.npz")
    assert load_network(tmp_path / "net.npz").loss.delta == 0.3


def test_frozen_parameters_and_muted_neurons_come_back(tmp_path: Path) -> None:
    network = make_network()
    mask = np.arange(network.n_parameters) % 3 == 0
    network.freeze(mask)
    network.set_muted(0, [1, 2])
    network.set_muted(1, [0])
    save_network(network, tmp_path / "net.npz")
    loaded = load_network(tmp_path / "net.npz")
    np.testing.assert_array_equal(loaded.frozen, mask)
    assert loaded.muted == network.muted
    np.testing.assert_array_equal(loaded.predict(X), network.predict(X))


def test_numbers_that_are_none_come_back_too(tmp_path: Path) -> None:
    network = make_network()
    network.parameters[:3] = np.nan, np.inf, -0.0
    save_network(network, tmp_path / "net.npz")
    loaded = load_network(tmp_path / "net.npz")
    assert loaded.parameters.tobytes() == network.parameters.tobytes()


# --- writing is all or nothing -----------------------------------------------------------------


def test_the_file_has_exactly_the_name_that_was_given(tmp_path: Path) -> None:
    save_network(make_network(), tmp_path / "my.network")
    assert [path.name for path in tmp_path.iterdir()] == ["my.network"]


def test_a_failure_leaves_the_old_file_and_no_other(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = saved.read_bytes()

    def fail(file: io.IOBase, **members: object) -> None:
        file.write(b"half a netw")
        raise OSError("no space left")

    monkeypatch.setattr(files.np, "savez", fail)
    with pytest.raises(OSError, match="no space left"):
        save_network(make_network(), saved)
    assert saved.read_bytes() == before
    assert list(saved.parent.iterdir()) == [saved]


def test_an_existing_file_is_replaced(saved: Path) -> None:
    network = make_network()
    network.parameters[:] = 0.25
    save_network(network, saved)
    assert (load_network(saved).parameters == 0.25).all()


def test_a_link_to_a_file_stays_a_link(saved: Path) -> None:
    link = saved.with_name("link.npz")
    try:
        link.symlink_to(saved)
    except OSError:
        pytest.skip("links need a permission here")
    network = make_network()
    network.parameters[:] = 0.5
    save_network(network, link)
    assert link.is_symlink()
    assert (load_network(saved).parameters == 0.5).all()


# --- what is not ours --------------------------------------------------------------------------


def test_a_file_that_is_not_there_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_network(tmp_path / "nothing.npz")


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"hello", b"\x93NUMPY", b"\x00" * 1000, "ä".encode("utf-16")]
)
def test_a_foreign_file_is_named_as_one(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "foreign.npz"
    path.write_bytes(content)
    with pytest.raises(NetworkFileError, match=r"foreign\.npz is not a network file"):
        load_network(path)


def test_an_archive_of_something_else_is_named_as_one(tmp_path: Path) -> None:
    path = tmp_path / "other.npz"
    np.savez(path, weights=np.zeros(3))
    with pytest.raises(NetworkFileError, match=r"other\.npz is not a network file: it holds"):
        load_network(path)
    np.savez(path, format=np.array("another-format"))
    with pytest.raises(NetworkFileError, match="is not a network file: it holds"):
        load_network(path)


def test_a_zip_of_texts_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "texts.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
        archive.writestr("format", "nnfs-network")
    with pytest.raises(NetworkFileError, match=r"texts\.npz"):
        load_network(path)


class _Bomb:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("exploded",)


def test_a_pickle_in_the_archive_is_never_run(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(saved.parent)
    rewrite(saved, parameters=np.array([_Bomb()], dtype=object))
    with pytest.raises(NetworkFileError, match="is damaged"):
        load_network(saved)
    saved.write_bytes(pickle.dumps(_Bomb()))
    with pytest.raises(NetworkFileError, match="is not a network file"):
        load_network(saved)
    assert not Path("exploded").exists()


def test_an_archive_that_would_fill_the_memory_is_refused(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST", 100)
    with pytest.raises(NetworkFileError, match=r"is too large: [\d,]+ bytes, at most 100"):
        load_network(saved)


def test_a_size_that_would_fill_the_memory_is_refused(saved: Path) -> None:
    rewrite_header(saved, sizes=[2, 10**9, 10**9, 1])
    with pytest.raises(NetworkFileError, match="its parameters must be"):
        load_network(saved)


# --- what is damaged ---------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_a_file_that_was_cut_short_says_so(saved: Path, share: float) -> None:
    content = saved.read_bytes()
    saved.write_bytes(content[: int(share * len(content))])
    with pytest.raises(NetworkFileError, match=r"net\.npz is not a network file, or was cut short"):
        load_network(saved)


@given(st.data())
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_changed_byte_gives_the_same_network_or_a_clear_error(
    saved: Path, data: st.DataObject
) -> None:
    content = bytearray(saved.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = saved.with_name("changed.npz")
    path.write_bytes(content)
    try:
        loaded = load_network(path)
    except NetworkFileError:
        return
    np.testing.assert_array_equal(loaded.parameters, make_network().parameters)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"version": 2}, r"format is version 2, and this program reads 1"),
        ({"version": None}, r"format is version None"),
        ({"sizes": None}, r"sizes must be two or more whole numbers > 0, got None"),
        ({"sizes": [2]}, r"sizes must be two or more"),
        ({"sizes": [2, 0, 1]}, r"sizes must be two or more"),
        ({"sizes": [2, True, 1]}, r"sizes must be two or more"),
        ({"sizes": [2, 5, 1]}, r"parameters must be 21 float64 numbers, got float64 of shape"),
        ({"sizes": [1] * 1002}, r"1,002 layers, and at most 1,000 can be read"),
        (
            {"activations": [{"name": "tanh", "parameters": {}}] * 100_000},
            r"100,000 activations for \d layers",
        ),
        ({"activations": "tanh"}, r"activations must be a list, got 'tanh'"),
        ({"activations": []}, r"activations must be a list, got \[\]"),
        ({"activations": [{"name": "tanh"}]}, r"must have a name and parameters"),
        ({"activations": [{"name": "tanh", "parameters": {"a": "b"}}]}, r"a name and parameters"),
        ({"activations": [{"name": "tahn", "parameters": {}}] * 3}, r"did you mean 'tanh'"),
        ({"activations": [{"name": "tanh", "parameters": {"beta": 1}}] * 3}, r"no parameter"),
        ({"activations": [{"name": "tanh", "parameters": {}}] * 9}, r"activation"),
        ({"loss": None}, r"loss must have a name and parameters, got None"),
        ({"loss": {"name": "mes", "parameters": {}}}, r"did you mean 'mse'"),
        ({"muted": [[9]]}, r"got 9"),
        ({"muted": 3}, r"int"),
    ],
)
def test_a_header_that_makes_no_sense_is_refused_with_the_reason(
    saved: Path, changes: dict[str, object], message: str
) -> None:
    rewrite_header(saved, **changes)
    with pytest.raises(NetworkFileError, match=rf"net\.npz is damaged: .*{message}"):
        load_network(saved)


@pytest.mark.parametrize("header", ["no JSON", "[1, 2]", "[" * 100_000])
def test_a_header_that_is_no_table_is_refused(saved: Path, header: str) -> None:
    rewrite(saved, header=np.array(header))
    with pytest.raises(NetworkFileError, match="is damaged"):
        load_network(saved)


@pytest.mark.parametrize("member", ["header", "parameters"])
def test_a_missing_member_is_named(saved: Path, member: str) -> None:
    rewrite(saved, **{member: None})
    with pytest.raises(NetworkFileError, match=f"is damaged: it has no {member}"):
        load_network(saved)


@pytest.mark.parametrize(
    "parameters", [np.zeros(5), np.zeros((31, 1)), np.zeros(31, dtype=np.float32), np.array("x")]
)
def test_parameters_that_do_not_fit_are_refused(saved: Path, parameters: np.ndarray) -> None:
    rewrite(saved, parameters=parameters)
    with pytest.raises(NetworkFileError, match=r"its parameters must be 31 float64 numbers"):
        load_network(saved)


def test_a_mask_that_does_not_fit_is_refused(saved: Path) -> None:
    rewrite(saved, frozen=np.ones(3, dtype=bool))
    with pytest.raises(NetworkFileError, match=r"is damaged: .*\(31,\)"):
        load_network(saved)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names there")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.npz")
    with pytest.raises(NetworkFileError, match=r"pipe\.npz .* no regular file"):
        load_network(tmp_path / "pipe.npz")
