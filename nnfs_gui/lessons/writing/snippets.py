"""Blocks to begin with, as they are inserted."""

from __future__ import annotations

SNIPPETS: dict[str, str] = {
    "Text": "A short paragraph, with a formula such as $\\sigma(z)$ if it helps.",
    "Predict": """```predict
ask  = "What will happen?"
play = "50 epochs"
```

- [x] the right answer
  > Right: say why.
- [ ] a tempting one
  > Say why one might think so, and what speaks against it.""",
    "Choice": """```choice
ask = "Which is it?"
```

- [x] the right answer
  > Right: say why.
- [ ] a tempting one
  > Say why one might think so, and what speaks against it.""",
    "Number": """```number
ask    = "What comes out?"
answer = 1.0
```""",
    "Do": """```do
ask   = "Do it in the window."
check = ["epoch >= 10"]
```""",
    "Challenge": """```challenge
ask    = "Solve it, whatever the starting weights."
goal   = ["test_loss < 0.1"]
within = ["hidden_neurons <= 8"]
epochs = 100

[solution]
network.hidden = ["6 tanh"]
```""",
    "Explain": """```explain
ask   = "Why is it so?"
ideas = ["an idea that you hope for", "another one"]
```""",
    "Hint": """```hint
What would help somebody who is stuck?
```""",
    "Reveal": """```reveal
What was seen, in one sentence to keep.
```""",
    "Teacher": """```teacher
How long it takes, what to listen for, what to ask the room.
```""",
    "Step": """## A new step

```setup
from = "previous step"
```

What is to be seen.""",
}
"""By the word on the button."""

OFFERED = {
    "Step": "with a title of its own",
    "Text": "a paragraph",
    "Predict": "a question before play",
    "Choice": "a question without a run",
    "Number": "a typed answer",
    "Do": "a list that ticks itself",
    "Challenge": "solved over many seeds",
    "Explain": "own words, then ideas",
    "Hint": "opened when it is asked for",
    "Reveal": "shown after the answer",
    "Teacher": "a note that learners do not see",
}
"""The same in the order in which they are offered, with what they are."""
assert OFFERED.keys() == SNIPPETS.keys()
