"""Live plots of a training run; the only package that imports pyqtgraph."""
