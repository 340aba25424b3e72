"""From the set-up of a step to an experiment, by the application's own rules."""

from .prepare import Prepared, begins_alike, prepare, with_settings

__all__ = ["Prepared", "begins_alike", "prepare", "with_settings"]
