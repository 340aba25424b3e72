"""Lessons as text, for tests."""

from __future__ import annotations

HEADER = """\
+++
format   = "nnfs-lesson 1"
id       = "small"
title    = "A small lesson"
language = "en"
minutes  = 5
needs    = ["before"]
aim      = "Be read."
licence  = "CC BY 4.0"
+++
"""


def lesson_text(body: str, header: str = HEADER) -> str:
    """A lesson with this body; its first line is line 12."""
    return f"{header}\n{body.strip()}\n"


def step_text(*blocks: str, title: str = "A step") -> str:
    """A lesson of one step with these blocks; the first one's fence is line 14."""
    return lesson_text(f"## {title}\n\n" + "\n\n".join(block.strip() for block in blocks))


def block(name: str, content: str = "", below: str = "") -> str:
    """A fenced block and what stands below it."""
    return f"```{name}\n{content.strip()}\n```\n\n{below.strip()}\n"


PREDICT = block(
    "predict",
    'ask = "How many?"\nplay = "50 epochs"',
    "- [ ] none\n  > Not yet: look again.\n- [x] all\n  > Right,\n  > all of them.",
)
WHOLE = lesson_text(
    "A word before.\n\n## First\n\nSome text.\n\n"
    + block("setup", 'data.generator = "xor"\nnetwork.hidden = ["4 tanh", "2 relu"]')
    + block("controls", 'only = ["play", "network"]')
    + PREDICT
    + "\n\nMore text.\n\n"
    + block("hint", "Think of $z$.")
    + block("reveal", "All of them.")
    + block("teacher", "Ask for hands.")
    + "\n## Second\n\n"
    + block("setup", 'from = "previous step"\ntrain = "3 steps"\n[then]\ntraining.batch_size = 5')
    + block("choice", 'ask = "Which?"\npick = "all"', "- [x] this\n- [x] that\n- [ ] none")
    + block(
        "number",
        'ask = "z?"\nnew_numbers = { digits = 2 }\nin_a_row = 3\n[[box]]\nlabel = "z"\n'
        'answer = "z of out0 at point 1"\nslips = ["forgot_bias"]\n[[box]]\nanswer = 0.75\n'
        'wrong = [{ value = 1.0, say = "That is one." }]',
    )
    + block("do", 'check = ["test_accuracy >= 95 %"]\nafter = "20 epochs"')
    + block(
        "challenge",
        'goal = ["test_loss < 0.1"]\nwithin = ["hidden_neurons <= 8"]\nepochs = 300\n'
        '[solution]\nnetwork.hidden = ["6 tanh"]',
    )
    + block("explain", 'ask = "Why?"\nideas = ["because"]')
)
