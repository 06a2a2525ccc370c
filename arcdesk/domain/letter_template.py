"""The template of a letter: title, paragraphs around the table and the account, reply slip (R36-R38).

    # Title
    ## Line under the title

    Paragraphs before the table.

    {invoice_list}

    The request for payment.

    {bank_block}

    Paragraphs after it; the last one stays with the signature.

    ---
    # Title of the reply slip

    Its opening.

    [ ] What ticking the first box says.

    [ ] What ticking the second says.

Paragraphs are separated by empty lines. A part whose condition leaves nothing is not printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from arcdesk.domain.template_text import TemplateFault, Text, always, names, parse

TABLE, BANK = "invoice_list", "bank_block"
BLOCKS = (TABLE, BANK)
LONGEST = 20_000
"""Characters of one template; a letter of ten pages has half of that."""

_RULE, _BOX = "---", "[ ]"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a template cannot be used: the line (from 1), a sentence with fields, and its values."""

    line: int
    sentence: str
    values: tuple[tuple[str, str], ...] = ()


class FaultyTemplate(ValueError):
    """A template with faults, all of them."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(fault.sentence for fault in faults))


@dataclass(frozen=True, slots=True)
class Slip:
    """The reply slip: ticking ``agrees`` is a promise to pay (R38)."""

    title: Text
    opening: Text
    agrees: Text
    objects: Text


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """The words of a letter, in reading order; ``after`` ends with the closing paragraph."""

    title: Text
    rank: Text
    opening: tuple[Text, ...]
    request: tuple[Text, ...]
    after: tuple[Text, ...]
    slip: Slip | None

    def texts(self) -> Iterator[Text]:
        """Every paragraph, the slip's last."""
        yield self.title
        yield self.rank
        yield from (*self.opening, *self.request, *self.after)
        if self.slip:
            yield from (self.slip.title, self.slip.opening, self.slip.agrees, self.slip.objects)

    def names(self) -> set[str]:
        """The fields and conditions that it names."""
        return {name for text in self.texts() for name in names(text)}

    def always_says(self) -> set[str]:
        """The fields that its body prints whatever the values are."""
        return set().union(*(always(text) for text in (*self.opening, *self.request, *self.after)))


def read_template(source: str) -> LetterTemplate:
    """The template written in ``source``.

    Raises:
        FaultyTemplate: with every fault that was found.
    """
    if len(source) > LONGEST:
        most = (("count", str(LONGEST)),)
        raise FaultyTemplate((Fault(1, sentence="A template has at most {count} characters.", values=most),))
    reader = _Reader(source)
    template = reader.template()
    if reader.faults:
        raise FaultyTemplate(tuple(sorted(reader.faults, key=lambda fault: fault.line)))
    return template


@dataclass(frozen=True, slots=True)
class _Paragraph:
    line: int
    text: str


def _paragraphs(source: str) -> Iterator[_Paragraph]:
    """Runs of lines without an empty one between; headings and boxes stand for themselves."""
    open_at, lines = 0, list[str]()
    for number, raw in enumerate([*source.replace("\r\n", "\n").split("\n"), ""], start=1):
        line = raw.strip()
        alone = line.startswith(("#", _RULE))
        if lines and (not line or alone or line.startswith(_BOX)):
            yield _Paragraph(open_at, _joined(lines))
            lines = []
        if alone:
            yield _Paragraph(number, line)
        elif line:
            open_at = open_at if lines else number
            lines.append(line)


def _joined(lines: list[str]) -> str:
    """One paragraph out of its lines: a space between Latin words, nothing between Chinese ones."""
    text = lines[0]
    for line in lines[1:]:
        latin = text[-1].isascii() and line[0].isascii()
        text += f" {line}" if latin else line
    return text


class _Reader:
    """Walks through the paragraphs and keeps every fault on the way."""

    def __init__(self, source: str) -> None:
        self.faults: list[Fault] = []
        self._all = list(_paragraphs(source))

    def template(self) -> LetterTemplate:
        rule = next((at for at, part in enumerate(self._all) if part.text.startswith(_RULE)), len(self._all))
        letter, slip = self._all[:rule], self._all[rule + 1 :]
        title, rank, body = self._head(letter)
        places = [
            [at for at, part in enumerate(body) if part.text.replace(" ", "") == f"{{{name}}}"] for name in BLOCKS
        ]
        for name, found in zip(BLOCKS, places, strict=True):
            if len(found) != 1:
                line = body[found[1]].line if found else 1
                self._fault(line, sentence="{field} must stand once, in a line of its own.", field=f"{{{name}}}")
        table, bank = (found[0] if found else len(body) for found in places)
        if table > bank:
            self._fault(body[bank].line, sentence="{second} must follow after {first}.",
                        first=f"{{{TABLE}}}", second=f"{{{BANK}}}")  # fmt: skip
        request = body[table + 1 : bank]
        if not request and not self.faults:
            self._fault(body[bank].line, sentence="Between table and account the letter must ask for the payment.")
        after = body[bank + 1 :]
        if not after:
            self._fault(body[-1].line if body else 1, sentence="After the account a closing paragraph is needed.")
        return LetterTemplate(
            title, rank, self._parsed(body[:table]), self._parsed(request), self._parsed(after),
            self._slip(slip) if slip or rule < len(self._all) else None,
        )  # fmt: skip

    def _head(self, parts: list[_Paragraph]) -> tuple[Text, Text, list[_Paragraph]]:
        title: Text = ()
        rank: Text = ()
        if parts and parts[0].text.startswith("#") and not parts[0].text.startswith("##"):
            title, parts = self._heading(parts[0]), parts[1:]
        if not title:
            self._fault(1, sentence="The first line must be the title: # and its words.")
        if parts and parts[0].text.startswith("##"):
            rank, parts = self._heading(parts[0]), parts[1:]
        for part in parts:
            if part.text.startswith("#"):
                self._fault(part.line, sentence="A heading may only stand at the beginning.")
        return title, rank, parts

    def _slip(self, parts: list[_Paragraph]) -> Slip | None:
        title, _, rest = self._head(parts)
        boxes = [part for part in rest if part.text.startswith(_BOX)]
        opening = [part for part in rest if not part.text.startswith(_BOX)]
        if len(boxes) != 2 or len(opening) != 1 or rest.index(opening[0]) != 0:
            line = parts[0].line if parts else 1
            self._fault(line, sentence="A reply slip has a title, one opening paragraph and two boxes [ ].")
            return None
        agrees, objects = (_Paragraph(box.line, box.text.removeprefix(_BOX).strip()) for box in boxes)
        return Slip(title, *self._parsed([opening[0], agrees, objects]))

    def _heading(self, part: _Paragraph) -> Text:
        return self._text(part.line, part.text.lstrip("#").strip())

    def _parsed(self, parts: list[_Paragraph]) -> tuple[Text, ...]:
        return tuple(self._text(part.line, part.text) for part in parts)

    def _text(self, line: int, source: str) -> Text:
        try:
            text = parse(source)
        except TemplateFault as error:
            self._fault(line, sentence=error.sentence, **error.values)
            return ()
        for name in BLOCKS:
            if name in names(text):
                self._fault(line, sentence="{field} must stand once, in a line of its own.", field=f"{{{name}}}")
        return text

    def _fault(self, line: int, *, sentence: str, **values: str) -> None:
        fault = Fault(line, sentence, tuple(values.items()))
        if fault not in self.faults:
            self.faults.append(fault)
