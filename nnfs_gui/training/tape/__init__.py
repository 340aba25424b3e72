"""The tape: every step of a run can be shown again, to the bit, and gone on from."""
