"""Toy problems in the plane to train on: skip it, if you bring your own data.

`base` says what a set is; `plane` holds two classes and regression, `many_classes` two to eight.
"""

# Menus follow the order of registration.
from . import plane as plane

# isort: split
from . import many_classes as many_classes
from .base import DATASETS, MAX_NOISE, PLANE, Dataset, DatasetGenerator, dataset

__all__ = ["DATASETS", "MAX_NOISE", "PLANE", "Dataset", "DatasetGenerator", "dataset"]
