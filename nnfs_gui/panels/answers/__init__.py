"""The answers of a class: bars a question, a line a learner."""
