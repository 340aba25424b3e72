"""The desktop application: everything a learner sees and touches."""

import os

# Before NumPy is first imported: with small nets a second BLAS thread burns the core that draws.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
