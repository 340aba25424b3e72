"""What several plot views share: the plot card, axes, lines, export and enlarging."""
