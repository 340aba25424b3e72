"""The header: title, transport buttons and the figures of the run."""
