"""Answers: right ones computed by the engine, typed ones read and judged, slips named."""

from .expression import Expression, ExpressionError, parse_expression
from .judging import Judgement, judge, judge_all
from .renewal import renewed
from .typed import AskBack, Typed, Unreadable, read_interval, read_number
from .working import WorkedBox, WorkedSlip, work

__all__ = [
    "AskBack",
    "Expression",
    "ExpressionError",
    "Judgement",
    "Typed",
    "Unreadable",
    "WorkedBox",
    "WorkedSlip",
    "judge",
    "judge_all",
    "parse_expression",
    "read_interval",
    "read_number",
    "renewed",
    "work",
]
