"""A lesson on paper: text, pictures of each step's set-up, questions and room for answers."""
