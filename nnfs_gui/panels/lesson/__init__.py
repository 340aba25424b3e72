"""The lesson column: a step's text, questions, feedback and hints."""
