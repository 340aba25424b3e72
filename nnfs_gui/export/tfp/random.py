"""`SeededRandom`: the random numbers that a seed gives in TensorFlow Playground.

The cipher ARC4, keyed with the seed's characters, gives bytes; six or more of them make a number in
[0, 1) with 53 random bits.  This is the scheme of the package ``seedrandom`` 2 of npm.
"""

from __future__ import annotations

_WIDTH = 256
_MASK = _WIDTH - 1
_DIGITS = 2**52
"""A number has as many binary digits as a float can hold after the point."""


class SeededRandom:
    """A generator with a text as its seed."""

    def __init__(self, seed: str) -> None:
        key = _key(seed) or [0]
        box = list(range(_WIDTH))
        j = 0
        for i in range(_WIDTH):
            j = (j + key[i % len(key)] + box[i]) & _MASK
            box[i], box[j] = box[j], box[i]
        self._box, self._i, self._j = box, 0, 0
        self._bytes(_WIDTH)  # the first bytes of ARC4 tell too much of the key, and are dropped

    def random(self) -> float:
        """The next number, evenly from [0, 1)."""
        number, denominator, last = self._bytes(6), 2**48, 0
        while number < _DIGITS:
            number = (number + last) * _WIDTH
            denominator *= _WIDTH
            last = self._bytes(1)
        while number >= 2 * _DIGITS:
            number >>= 1  # what is cut off is 0: bytes were shifted in from the right
            denominator >>= 1
            last >>= 1
        return (number + last) / denominator

    def uniform(self, low: float, high: float) -> float:
        """The next number, evenly from [low, high)."""
        return self.random() * (high - low) + low

    def _bytes(self, count: int) -> int:
        """The next bytes as one number, the first byte in front."""
        box, i, j, number = self._box, self._i, self._j, 0
        for _ in range(count):
            i = (i + 1) & _MASK
            j = (j + box[i]) & _MASK
            box[i], box[j] = box[j], box[i]
            number = number * _WIDTH + box[(box[i] + box[j]) & _MASK]
        self._i, self._j = i, j
        return number


def _key(seed: str) -> list[int]:
    """At most 256 bytes from the seed's UTF-16 units, each smeared over those that follow."""
    content = seed.encode("utf-16-le", "surrogatepass")
    key: list[int] = []
    smear = 0
    for index, unit in enumerate(zip(content[::2], content[1::2], strict=True)):
        place = index & _MASK
        if place < len(key):
            smear ^= key[place] * 19
        else:
            key.append(0)
        key[place] = (smear + unit[0] + 256 * unit[1]) & _MASK
    return key
