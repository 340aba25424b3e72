"""Names lead to classes, and wrong names to helpful errors."""

from __future__ import annotations

from typing import ClassVar

import pytest

from engine import (
    ACTIVATIONS,
    CLIPPERS,
    DATASETS,
    INITIALIZERS,
    LOSSES,
    OPTIMIZERS,
    REGULARIZERS,
    SCHEDULES,
)
from engine.functions.registry import Registry, Table

ALL = (
    ACTIVATIONS, CLIPPERS, DATASETS, INITIALIZERS, LOSSES, OPTIMIZERS, REGULARIZERS, SCHEDULES,
)  # fmt: skip


class Animal:
    name: ClassVar[str] = "animal"
    label: ClassVar[str] = "Animal"

    def __init__(self, legs: int = 4) -> None:
        self.legs = legs


class Horse(Animal):
    name, label = "horse", "Horse"


class Mouse(Animal):
    name, label = "mouse", "Mouse"


@pytest.fixture
def animals() -> Registry[Animal]:
    registry: Registry[Animal] = Registry("animal", Animal)
    registry.register(Horse)
    registry.register(Mouse)
    return registry


def test_entries_keep_the_order_of_registration(animals: Registry[Animal]) -> None:
    assert animals.names() == tuple(animals) == ("horse", "mouse")
    assert animals.labels() == {"horse": "Horse", "mouse": "Mouse"}
    assert len(animals) == 2
    assert "horse" in animals
    assert "cow" not in animals


def test_registering_works_as_a_decorator(animals: Registry[Animal]) -> None:
    assert animals.register(Animal) is Animal
    assert animals["animal"] is Animal


def test_a_name_can_be_taken_only_once(animals: Registry[Animal]) -> None:
    class Other(Animal):
        name, label = "horse", "Another horse"

    with pytest.raises(ValueError, match=r"animal 'horse' is already registered, by Horse"):
        animals.register(Other)
    assert animals["horse"] is Horse


def test_an_entry_can_be_taken_out(animals: Registry[Animal]) -> None:
    animals.unregister("horse")
    assert animals.names() == ("mouse",)
    with pytest.raises(KeyError, match="unknown animal 'horse'"):
        animals.unregister("horse")


def test_a_misspelt_name_gets_a_suggestion(animals: Registry[Animal]) -> None:
    with pytest.raises(KeyError, match=r"unknown animal 'hose' \(did you mean 'horse'\?\)"):
        animals["hose"]


def test_a_strange_name_gets_the_choices(animals: Registry[Animal]) -> None:
    with pytest.raises(KeyError, match=r"unknown animal 'xyz'; choose from horse, mouse"):
        animals["xyz"]
    with pytest.raises(KeyError, match="none registered"):
        Table("ghost")["boo"]


@pytest.mark.parametrize("key", [None, 3, ["horse"]])
def test_something_that_is_no_name_is_unknown_too(animals: Registry[Animal], key: object) -> None:
    with pytest.raises(KeyError, match="unknown animal"):
        animals[key]  # type: ignore[index]


def test_creating_by_name_passes_parameters_on(animals: Registry[Animal]) -> None:
    assert animals.create("horse").legs == 4
    assert animals.create("horse", legs=3).legs == 3
    message = "animal 'horse' has no parameter 'wings'; its parameters: legs"
    with pytest.raises(TypeError, match=message):
        animals.create("horse", wings=2)
    with pytest.raises(TypeError, match="activation 'tanh' has no parameter 'alpha'; it has none"):
        ACTIVATIONS.create("tanh", alpha=1.0)


def test_an_instance_is_handed_back_as_it_is(animals: Registry[Animal]) -> None:
    horse = Horse()
    assert animals.create(horse) is horse
    with pytest.raises(TypeError, match="already has its parameters"):
        animals.create(horse, legs=3)


@pytest.mark.parametrize("wrong", [Horse, 7, None, object()])
def test_what_is_neither_name_nor_instance_is_refused(
    animals: Registry[Animal], wrong: object
) -> None:
    with pytest.raises(TypeError, match="animal must be a name or an instance"):
        animals.create(wrong)  # type: ignore[type-var]


def test_a_class_in_place_of_an_instance_is_refused_with_the_way_to_write_it(
    animals: Registry[Animal],
) -> None:
    with pytest.raises(TypeError, match=r"got the class Horse, for which write Horse\(\)"):
        animals.create(Horse)  # type: ignore[type-var]


@pytest.mark.parametrize("registry", ALL, ids=[registry.kind for registry in ALL])
def test_every_family_has_entries_with_labels(registry: Registry) -> None:  # type: ignore[type-arg]
    assert len(registry) > 0
    for name, label in registry.labels().items():
        assert registry[name].name == name
        assert label


def test_the_promised_entries_exist() -> None:
    assert ACTIVATIONS.names() == (
        "linear", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "softplus", "swish",
        "sine", "step", "softmax",
    )  # fmt: skip
    assert LOSSES.names() == ("mse", "half_mse", "mae", "huber", "bce", "hinge", "cce")
    assert OPTIMIZERS.names() == ("sgd", "momentum", "rmsprop", "adam")
    assert CLIPPERS.names() == ("none", "value", "neuron", "norm")
