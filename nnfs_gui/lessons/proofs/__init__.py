"""The test that every lesson brings along: is what it says and asks for so?"""

from .finding import Finding
from .proof import prove_lesson
from .unread import prove_text

__all__ = ["Finding", "prove_lesson", "prove_text"]
