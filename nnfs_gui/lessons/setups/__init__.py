"""From the set-up of a step to an experiment, by the application's own rules."""

from .prepare import Prepared, prepare, with_settings

__all__ = ["Prepared", "prepare", "with_settings"]
