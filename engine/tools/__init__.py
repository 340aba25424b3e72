"""What one does with a network besides training it: open what you need, skip the rest.

`gradcheck` compares backpropagation with central differences, `metrics` counts right answers,
`history` and `stopping` watch a run, `persistence` keeps networks in files, and `writing` writes
any file whole or not at all.
"""
