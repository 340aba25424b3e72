"""`new_lesson`: the text of a lesson to begin with, which passes its own test."""

from __future__ import annotations

import json

_TEXT = """\
+++
format   = "nnfs-lesson 1"
id       = {identity}
title    = {title}
language = "en"
minutes  = 10
needs    = []
aim      = "Say in one sentence what learners can do afterwards."
licence  = "CC BY 4.0"
+++

One or two sentences that make one curious.

## First guess

```setup
data.generator = "xor"
network.hidden = []
training.learning_rate = 0.1
```

```controls
only = ["play", "rewind"]
```

What is to be seen, and what will happen in a moment.

```predict
ask  = "Which share of the test points will it get right?"
play = "50 epochs"
```

- [ ] nearly all
  > Say why one might think so, and what speaks against it.
- [x] hardly more than half
  > Say why it is so.

```reveal
What was seen, in one sentence to keep.
```

## Do it

```setup
from = "previous step"
training.optimizer = "adam"
training.learning_rate = 0.03
```

```do
ask   = "Draw a hidden layer, and let it learn."
check = ["hidden_layers >= 1", "test_accuracy >= 95 %"]
```

```hint
What would help somebody who is stuck?
```

```explain
ask   = "Why does it work now?"
ideas = ["an idea that you hope for", "another one"]
```

```teacher
How long it takes, what to listen for, what to ask.
```

## Not by luck

```setup
from = "previous step"
```

```challenge
ask    = "Solve it with at most 8 hidden neurons, whatever the starting weights."
goal   = ["test_loss < 0.1"]
within = ["hidden_neurons <= 8"]
epochs = 300

[solution]
network.hidden = ["8 tanh"]
```
"""


def new_lesson(identity: str, title: str) -> str:
    """A lesson of three steps with this id and title."""
    quoted = (json.dumps(text, ensure_ascii=False) for text in (identity, title or identity))
    identity, title = quoted
    return _TEXT.format(identity=identity, title=title)
