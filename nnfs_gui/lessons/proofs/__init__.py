"""The test that every lesson brings along: is what it says and asks for so?"""

from .finding import Finding
from .proof import prove_lesson

__all__ = ["Finding", "prove_lesson"]
