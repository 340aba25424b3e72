"""The Markdown of a lesson: no HTML, no pictures, only links that a browser opens safely."""

from __future__ import annotations

import re

from ..errors import LessonError
from ..model import Option

_CODE = re.compile(r"(`+)[^`]+\1")
_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]{0,1000})?/?>|<!--|<[!?][A-Za-z]")
_SCHEME = re.compile(r"(?:\]\(\s*<?|\]:\s*<?|<)([A-Za-z][A-Za-z0-9+.-]{0,40}):")
_OPTION = re.compile(r"[-*] \[(.)\](?: (.*))?$")
_QUOTE = re.compile(r"\s*>\s?(.*)$")
MOST_OPTIONS = 12


def checked(lines: tuple[str, ...], first: int) -> str:
    """Markdown whose first line is line ``first`` of the file, stripped; LessonError if unsafe."""
    for number, line in enumerate(lines, start=first):
        _check(line, number)
    return "\n".join(lines).strip("\n").rstrip()


def checked_text(text: str, line: int) -> str:
    """A Markdown value of a block."""
    for part in text.split("\n"):
        _check(part, line)
    return text.strip()


def _check(line: str, number: int) -> None:
    plain = _CODE.sub("", line) if len(line) < 10_000 else line
    if "![" in plain:
        raise LessonError("pictures cannot be shown: a lesson is a single file", number)
    if _HTML.search(plain):
        raise LessonError("HTML is not shown; put code between `backticks`", number)
    scheme = _SCHEME.search(plain)
    if scheme is not None and scheme[1].lower() not in ("http", "https"):
        raise LessonError(f"a link may begin with https:, not with {scheme[1]}:", number)


def split_options(
    lines: tuple[str, ...], first: int
) -> tuple[tuple[Option, ...], tuple[str, ...], int]:
    """The options of a task list, the lines behind it, and the number of the first of those.

    An option is ``- [x] text``, with feedback in quoted lines below it; indented lines go on with
    what stands above them.
    """
    options: list[list[str]] = []
    at: list[tuple[int, bool]] = []
    feedback: list[list[str]] = []
    index, quoted = 0, False
    while index < len(lines):
        line = lines[index]
        option, quote = _OPTION.match(line), _QUOTE.match(line)
        if option is not None:
            if option[1] not in " xX":
                raise LessonError("an option begins with - [ ] or - [x]", first + index)
            options.append([(option[2] or "").strip()])
            feedback.append([])
            at.append((first + index, option[1] in "xX"))
            quoted = False
        elif options and quote is not None:
            feedback[-1].append(quote[1].rstrip())
            quoted = True
        elif options and line.strip() and line[0] in " \t":
            (feedback if quoted else options)[-1].append(line.strip())
        elif line.strip():
            break
        index += 1
    found = tuple(
        _option(text, answer, place)
        for text, answer, place in zip(options, feedback, at, strict=True)
    )
    if len(found) > MOST_OPTIONS:
        raise LessonError(f"a question may have {MOST_OPTIONS} options", found[MOST_OPTIONS].line)
    return found, lines[index:], first + index


def _option(text: list[str], feedback: list[str], place: tuple[int, bool]) -> Option:
    line, right = place
    words = checked(tuple(text), line)
    if not words.strip():
        raise LessonError("the option says nothing", line)
    return Option(line=line, text=words, right=right, feedback=checked(tuple(feedback), line))


def stray_option(lines: tuple[str, ...], first: int) -> int | None:
    """The line of an option that does not stand below its question."""
    return next((n for n, line in enumerate(lines, start=first) if _OPTION.match(line)), None)
