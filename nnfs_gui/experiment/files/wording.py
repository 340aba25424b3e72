"""What the system or the JSON reader found wrong with a file, in words for people."""

from __future__ import annotations

import difflib
import errno
import re
from collections.abc import Iterator

import msgspec

from engine.tools.writing import WriteProtectedError

from .. import model

_TYPES = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "object": "an object {…}",
    "array": "a list […]",
    "null": "null",
}
_TYPE = re.compile(r"`([a-z]+(?: \| [a-z]+)*)`")
_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<path>.*?)`)?$", re.DOTALL)


def in_words(error: str) -> str:
    """A message of msgspec for people.

    >>> in_words("Expected `float`, got `str` - at `$.training.learning_rate`")
    'training.learning_rate: expected a number, got text'
    """
    match = _PLACE.match(error)
    what = match["what"] if match else error
    path = match["path"] if match else None
    what = _unknown_field(what) or _TYPE.sub(_type_in_words, what).replace("`", "'")
    what = what.replace("got a number", "got a decimal number")
    what = what.replace("Object missing required field", "the field is missing:")
    what = what.replace("Invalid enum value", "unknown name").replace(
        "Invalid value", "unknown kind"
    )
    what = what[:1].lower() + what[1:]
    return f"{path}: {what}" if path else what


def where_malformed(content: bytes, error: str) -> str:
    """Why some content is not JSON, with the line, as a sentence."""
    if b"\x00" in content[:1000]:
        return "it is not a text file."
    if "truncated" in error:
        return "it ends too early; it was probably not written completely."
    match = re.search(r"\(byte (\d+)\)", error)
    if match is None:
        return "it is not JSON."
    line = content[: int(match[1])].count(b"\n") + 1
    return f"it is not JSON (line {line})."


def reason(error: OSError | ValueError) -> str:
    """Why the system refused to read or write a file, as a sentence's end."""
    if not isinstance(error, OSError):
        return f"{error}."
    if isinstance(error, WriteProtectedError):
        return "the file is write-protected."
    known = {
        errno.ENOENT: "there is no such file or folder.",
        errno.ENOTDIR: "there is no such folder.",
        errno.EISDIR: "it is a folder.",
        errno.ENOSPC: "the disk is full.",
        getattr(errno, "EDQUOT", -1): "the disk quota is used up.",  # not on Windows
        errno.EACCES: "permission is denied.",
        errno.EPERM: "permission is denied.",
        errno.EROFS: "the disk is read-only.",
        errno.ENAMETOOLONG: "the name is too long.",
    }
    return known.get(error.errno or 0, f"{error.strerror or error}.")


def _type_in_words(match: re.Match[str]) -> str:
    return " or ".join(_TYPES.get(name, name) for name in match[1].split(" | "))


def _unknown_field(what: str) -> str | None:
    match = re.fullmatch(r"Object contains unknown field `(.*)`", what, re.DOTALL)
    if match is None:
        return None
    close = difflib.get_close_matches(match[1][:100], sorted(set(_field_names())), n=1)
    hint = f" (did you mean '{close[0]}'?)" if close else ""
    return f"there is no field '{match[1][:100]}'{hint}"


def _field_names() -> Iterator[str]:
    for part in vars(model).values():
        if isinstance(part, type) and issubclass(part, msgspec.Struct):
            yield from part.__struct_fields__
