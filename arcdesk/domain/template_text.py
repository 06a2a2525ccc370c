"""The small language of letter templates: words, fields in braces, conditions, ``**bold**`` (R91).

``{amount}`` stands for a value; ``{if interest}…{else}…{end}`` prints one part or the other, and
``{if not interest}`` turns it round. A condition holds where its field has a value. Nothing is
evaluated: a name is looked up in the values handed in, and that is all a template can do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_MARKS = re.compile(r"\*\*|\{[^{}]*\}|[{}]|(?:(?!\*\*)[^{}])+", re.DOTALL)
_FIELD = re.compile(r"[a-z][a-z0-9_]*")
_IF = re.compile(r"if\s+(not\s+)?([a-z][a-z0-9_]*)")
DEEPEST = 8
"""Conditions inside one another; nobody reads more."""


@dataclass(frozen=True, slots=True)
class Words:
    """Text as it stands."""

    text: str
    bold: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A value to be filled in."""

    name: str
    bold: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One part where ``name`` has a value, the other where it has none; the other way round if ``negated``."""

    name: str
    negated: bool
    then: Text
    other: Text

    def chosen(self, values: Mapping[str, str]) -> Text:
        """The part that is printed with ``values``."""
        return self.then if bool(values.get(self.name)) != self.negated else self.other


Node = Words | Field | Choice
Text = tuple[Node, ...]
Piece = tuple[str, bool]
"""Words of a filled text, and whether they are bold."""


class TemplateFault(ValueError):
    """What is wrong in one paragraph: a sentence with named fields, and its values."""

    def __init__(self, *, sentence: str, **values: str) -> None:
        self.sentence, self.values = sentence, values
        super().__init__(sentence.format(**values))


class MissingValue(LookupError):
    """A text names a field that has no value here: it must not be printed (R91)."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


def parse(source: str) -> Text:
    """The nodes of one paragraph.

    Raises:
        TemplateFault: a brace, a condition or a bold mark without its other half; a name that is none.
    """
    reader = _Reader(source)
    nodes = reader.read(0)
    if reader.bold:
        raise TemplateFault(sentence="A bold mark ** has no second one in its paragraph.")
    return nodes


def fill(text: Text, values: Mapping[str, str]) -> list[Piece]:
    """The words of ``text`` with its values; a value is taken as it is, whatever it contains.

    Raises:
        MissingValue: a field that would be printed has no value.
    """
    pieces: list[Piece] = []
    for node in text:
        if isinstance(node, Words):
            pieces.append((node.text, node.bold))
        elif isinstance(node, Choice):
            pieces += fill(node.chosen(values), values)
        elif value := values.get(node.name):
            pieces.append((value, node.bold))
        else:
            raise MissingValue(node.name)
    return pieces


def names(text: Text) -> Iterator[str]:
    """Every field and condition the text names, in reading order."""
    for node in text:
        if isinstance(node, Field):
            yield node.name
        elif isinstance(node, Choice):
            yield node.name
            yield from names(node.then)
            yield from names(node.other)


def printed(text: Text) -> Iterator[str]:
    """Every field that may be printed, in reading order; not what only conditions ask for."""
    for node in text:
        if isinstance(node, Field):
            yield node.name
        elif isinstance(node, Choice):
            yield from printed(node.then)
            yield from printed(node.other)


def always(text: Text) -> set[str]:
    """The fields that are printed whatever the values are."""
    found: set[str] = set()
    for node in text:
        if isinstance(node, Field):
            found.add(node.name)
        elif isinstance(node, Choice):
            found |= always(node.then) & always(node.other)
    return found


def words(text: Text) -> str:
    """All that could be printed, with fields as braces and both parts of a condition: for a reader of tone."""
    return "".join(_plain(text))


def _plain(text: Text) -> Iterable[str]:
    for node in text:
        if isinstance(node, Words):
            yield node.text
        elif isinstance(node, Field):
            yield f"{{{node.name}}}"
        else:
            yield from _plain(node.then)
            yield from _plain(node.other)


class _Reader:
    """Reads the marks from left to right; a condition calls ``read`` for each of its parts."""

    def __init__(self, source: str) -> None:
        self._marks = iter(_MARKS.findall(source))
        self.bold = False
        self._ended_by = ""

    def read(self, depth: int) -> Text:
        if depth > DEEPEST:
            raise TemplateFault(sentence="More than {count} conditions stand inside one another.", count=str(DEEPEST))
        nodes: list[Node] = []
        for mark in self._marks:
            if mark == "**":
                self.bold = not self.bold
            elif mark[0] not in "{}":
                nodes.append(Words(mark, self.bold))
            elif (inner := mark[1:-1].strip()) in ("else", "end") and len(mark) > 1:
                if depth == 0:
                    raise TemplateFault(sentence="{mark} stands without its {opens}.", mark=mark, opens="{if …}")
                self._ended_by = inner
                return tuple(nodes)
            else:
                nodes.append(self._node(mark, inner, depth))
        if depth:
            raise TemplateFault(
                sentence="A condition {opens} has no {ends} in its paragraph.", opens="{if …}", ends="{end}"
            )
        return tuple(nodes)

    def _node(self, mark: str, inner: str, depth: int) -> Node:
        if condition := _IF.fullmatch(inner):
            then = self.read(depth + 1)
            other = self.read(depth + 1) if self._ended_by == "else" else ()
            if self._ended_by == "else":
                raise TemplateFault(sentence="A condition has two {mark}.", mark="{else}")
            return Choice(condition[2], bool(condition[1]), then, other)
        if len(mark) > 1 and _FIELD.fullmatch(inner):
            return Field(inner, self.bold)
        raise TemplateFault(
            sentence="“{mark}” is no field. A field is a name in braces, like {example}.", mark=mark, example="{amount}"
        )
