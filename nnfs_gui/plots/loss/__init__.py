"""The loss over time: training and test curves on linear or log axes."""
