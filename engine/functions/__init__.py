"""Every function that a network or its training can be given, by name: skip what you do not use.

One formula per class, with the formula in its docstring.  `activations` and `losses` are what the
chain rule goes through; `optimizers`, `clipping`, `regularizers` and `schedules` shape the step;
`initializers` say where it begins.  `registry` finds them by name.
"""
