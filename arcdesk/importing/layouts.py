"""A layout is how one system writes one kind of sheet; a sheet is recognised by a score over its headings.

Columns may be missing, added or in another order, so no layout asks for all its headings: it asks for
the required ones and for some of its ``marks``, the headings that other systems do not write. Of all
rows and layouts the one that explains most headings wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from arcdesk.importing.captions import Caption, Group, age_groups, caption, plain
from arcdesk.importing.headings import REQUIRED, STAND_INS, Heading, chinese_heading, kind_by_name
from arcdesk.importing.reader import Cell, Table
from arcdesk.importing.titles import Titles, has_customer_lines, read_titles

HEADING_SEARCH_ROWS = 30
MAX_HEADING_COLUMNS = 512
MOST_LINES = 3
_TITLE_ROWS = 12
_MARK_WORTH = 2
_MOST_RIVALS = 3
_TITLE_WORTH = 3
_TAILS = {"原币金额": -1, "本位币金额": 2, "本币金额": 2, "原币": -1, "本位币": 2, "本币": 2, "金额": 0}

AMOUNTS = frozenset(
    [
        "amount",
        "received",
        "open",
        "disputed",
        "credit_limit",
        "debit",
        "credit",
        "balance",
        "prepaid",
        "opening",
        "charged",
        "fee",
        "discount",
        "offset",
        "debit_settled",
        "debit_open",
        "credit_settled",
        "credit_open",
        "net",
    ]
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How one system writes one kind of sheet.

    ``names`` are the headings of each field as in ``headings.names_of``. ``marks`` tell this system from
    others, ``needs`` says how many of them; ``titles`` are words of the first lines that count as one.
    ``lenient``: documents of other kinds, drafts and cancelled ones are among the rows, and words for
    kinds are the system's own. ``unnumbered``: the list need not have a number for each document.
    """

    preset: str
    kind: str
    names: Mapping[str, str]
    marks: str = ""
    needs: int = 0
    titles: str = ""
    requires: tuple[str, ...] = ()
    lenient: bool = True
    unnumbered: bool = False
    aliases: Mapping[str, tuple[str, int]] = field(init=False, default_factory=dict)
    marked: frozenset[str] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        aliases: dict[str, tuple[str, int]] = {}
        for name, headings in self.names.items():
            for heading in headings.split():
                rank = {"!": -1, "~": 1, "^": 2}.get(heading[0], 0)
                aliases.setdefault(plain(heading.lstrip("!~^")), (name, rank))
        object.__setattr__(self, "aliases", aliases)
        object.__setattr__(self, "marked", frozenset(map(plain, self.marks.split())))

    def missing(
        self, columns: Mapping[str, int], groups: Sequence[Group], lines_name_customer: bool
    ) -> tuple[str, ...]:
        """The required fields that neither a column nor what may stand in for it gives."""
        absent = []
        for name in (*REQUIRED[self.kind], *self.requires):
            given = name in columns or any(other in columns for other in STAND_INS.get((self.kind, name), ()))
            if name == "customer" and lines_name_customer and self.kind == "ledger":
                given = True
            if name == "balance" and len(groups) >= 2:
                given = True
            if name == "number" and self.unnumbered:
                given = True
            if name == "issued_on" and self.lenient and "due_on" in columns:
                given = True
            if not given:
                absent.append(name)
        return tuple(absent)


@dataclass(frozen=True, slots=True)
class Found:
    """A sheet with the heading that explains it best, its layout and what the lines above say."""

    table: Table
    heading: Heading
    layout: Layout
    titles: Titles
    score: int


def find(table: Table, layouts: Iterable[Layout], *, by_marks: bool = True) -> Found | None:
    """The best heading of a sheet by score, less what required columns are missing.

    The sheet's name decides between equals; of equal rows the first, with the fewest lines.
    Without ``by_marks`` somebody has named the layout, and it need not show its marks.
    """
    named = kind_by_name(table.sheet)
    candidates = [layout if by_marks else replace(layout, needs=0) for layout in layouts]
    best: tuple[tuple[int, int, bool, int, int], Heading, Layout] | None = None
    known: dict[str, Caption] = {}
    words = {word for layout in candidates for word in (*layout.aliases, *layout.marked)}
    spoken_of: dict[Caption, bool] = {}
    texts = plain(table.sheet) + "".join(
        plain(cell) for row in table.rows[:_TITLE_ROWS] for cell in row[:60] if isinstance(cell, str)
    )
    customer_lines = has_customer_lines(table)
    for index in range(min(HEADING_SEARCH_ROWS, len(table.rows))):
        for lines in line_counts(table.rows, index):
            captions = captions_of(table.rows[index : index + lines], known)
            heads = [
                (i, head) for i, head in enumerate(captions) if head and _is_known(head, words, spoken_of)
            ]
            if len(heads) < 2:
                continue
            groups = age_groups(captions)
            for layout in candidates:
                heading, score = _match(layout, heads, groups, index, lines, texts, customer_lines)
                if heading is None:
                    continue
                if not heading.missing and not _has_numbers(table, heading):
                    heading, fewer = _without_numbers(heading, layout, customer_lines), len(heading.columns)
                    score -= fewer - len(heading.columns)
                rank = (score - _lack(layout, heading), score, layout.kind == named, -lines, -index)
                if best is None or rank > best[0]:
                    best = (rank, heading, layout)
    if best is None:
        return None
    rank, heading, layout = best
    heading = _with_days_line(table, heading)
    titles = read_titles(table, heading.row)
    return Found(table, _scaled(heading, layout, table, titles, known), layout, titles, rank[1])


def _is_known(head: Caption, words: set[str], known: dict[Caption, bool]) -> bool:
    """Whether any layout may know a heading: nearly all cells of data are told from headings by this."""
    found = known.get(head)
    if found is None:
        found = known[head] = not words.isdisjoint(text for text, _, _ in _readings(head))
    return found


def _lack(layout: Layout, heading: Heading) -> int:
    """What missing columns count against a layout: more where another one may explain the same sheet."""
    return len(heading.missing) * (3 if layout.needs else 1)


def line_counts(rows: Sequence[Sequence[Cell]], index: int) -> Iterable[int]:
    """One line, and two or three where the row below has words under an empty cell of this one or twice."""
    yield 1
    for lines in range(2, MOST_LINES + 1):
        if index + lines > len(rows):
            return
        upper, lower = rows[index + lines - 2], rows[index + lines - 1]
        words = [plain(cell) for cell in lower[:MAX_HEADING_COLUMNS] if isinstance(cell, str) and cell]
        gaps = any(isinstance(low, str) and low and up == "" for up, low in zip(upper, lower, strict=False))
        if not words or not (gaps or len(set(words)) < len(words) or any(cell == "" for cell in lower)):
            return
        yield lines


def captions_of(rows: Sequence[Sequence[Cell]], known: dict[str, Caption]) -> list[Caption | None]:
    """The caption of each column; of several lines, joined with a dash, an upper one spanning to the right."""
    width = min(MAX_HEADING_COLUMNS, max(map(len, rows)))
    texts = [""] * width
    for number, row in enumerate(rows):
        last = number == len(rows) - 1
        spanning = ""
        for column in range(width):
            cell = row[column] if column < len(row) else ""
            own = cell.strip() if isinstance(cell, str) else ""
            if not last:
                under = any(
                    isinstance(low[column], str) and low[column]
                    for low in rows[number + 1 :]
                    if column < len(low)
                )
                spanning = own or (spanning if under else "")
                own = spanning
            if own:
                texts[column] = f"{texts[column]}-{own}" if texts[column] and texts[column] != own else own
    answer: list[Caption | None] = []
    for text in texts:
        if not text:
            answer.append(None)
            continue
        if text not in known:
            known[text] = caption(text)
        answer.append(known[text])
    return answer


def _match(
    layout: Layout,
    heads: Sequence[tuple[int, Caption]],
    groups: tuple[Group, ...],
    row: int,
    lines: int,
    titles: str,
    customer_lines: bool,
) -> tuple[Heading | None, int]:
    claims: dict[str, list[tuple[int, int]]] = {}
    marked: set[str] = set()
    tails = 0
    for column, head in heads:
        found = _meaning(layout, head)
        if found is not None:
            claims.setdefault(found[0], []).append((found[1], column))
        upper, _, tail = head.name.rpartition("-")
        tails += found is not None and upper != "" and tail in _TAILS
        marked.update(layout.marked & {head.name, head.whole, upper if tail in _TAILS else ""})
    marks = len(marked)
    titled = any(plain(word) in titles for word in layout.titles.split())
    if len(claims) < 2 or marks + titled < layout.needs:
        return None, 0
    columns, rivals = {}, {}
    for name, wanted in claims.items():
        rank, columns[name] = min(wanted)
        equal = tuple(column for other, column in wanted if other == rank and column != columns[name])
        if equal:
            rivals[name] = equal[:_MOST_RIVALS]
    taken = set(columns.values())
    groups = tuple(group for group in groups if group.column not in taken)
    heading = Heading(
        layout.kind,
        row,
        _in_one_currency(columns, claims),
        layout.missing(columns, groups, customer_lines),
        layout.preset,
        lines,
        groups=groups,
        rivals=rivals,
    )
    return heading, len(columns) + min(len(groups), 4) + _MARK_WORTH * marks + _TITLE_WORTH * titled + (
        tails > 1
    )


def _meaning(layout: Layout, head: Caption) -> tuple[str, int] | None:
    """Field and rank of a heading; what is in the original currency goes before the local one."""
    for text, rank, of_amounts in _readings(head):
        found = layout.aliases.get(text)
        if found is not None and (not of_amounts or found[0] in AMOUNTS):
            return found[0], found[1] + rank
    return None


@lru_cache(maxsize=4096)
def _readings(head: Caption) -> tuple[tuple[str, int, bool], ...]:
    """The names that a heading may go by, the nearest first, with what each adds to the rank."""
    own = -1 if head.original else 2 if head.local else 0
    found = []
    for text in (head.whole, head.name):
        found += [(text, own, False), (text.removeprefix("本位币").removeprefix("原币"), own, False)]
    for tail, rank in _TAILS.items():
        if head.name.endswith(tail):
            found.append((head.name.removesuffix(tail).rstrip("-"), rank, True))
    for mark in ("-", ".", "/"):
        last = head.name.rpartition(mark)[2]
        if last != head.name:
            found.append((last, own + 1, False))
    return tuple(found)


def _in_one_currency(columns: dict[str, int], claims: Mapping[str, list[tuple[int, int]]]) -> dict[str, int]:
    """Where only the local currency has its amounts, the currency of the document is not theirs."""
    amounts = [min(wanted)[0] for name, wanted in claims.items() if name in AMOUNTS]
    if "currency" in columns and amounts and min(amounts) >= 2:
        without = dict(columns)
        del without["currency"]
        if "local_currency" in columns:
            without["currency"] = columns["local_currency"]
        return without
    return columns


def _has_numbers(table: Table, heading: Heading) -> bool:
    """Whether a list of documents has a number on any row: the same report also comes without documents."""
    column = heading.columns.get("number") if heading.kind == "invoices" else None
    if column is None:
        return True
    body = table.rows[heading.body :]
    return not body or any(column < len(row) and str(row[column]).strip() for row in body)


def _without_numbers(heading: Heading, layout: Layout, customer_lines: bool) -> Heading:
    of_documents = ("number", "kind", "issued_on", "due_on")
    columns = {name: column for name, column in heading.columns.items() if name not in of_documents}
    return replace(heading, columns=columns, missing=layout.missing(columns, heading.groups, customer_lines))


def _with_days_line(table: Table, heading: Heading) -> Heading:
    """Age groups from a line 总天数 beside the heading, which says where each one ends."""
    for index in (heading.body, heading.row - 1):
        row = table.rows[index] if 0 <= index < len(table.rows) else ()
        if not any(isinstance(cell, str) and plain(cell) in ("总天数", "天数") for cell in row[:60]):
            continue
        taken = set(heading.columns.values())
        groups, start = [], 1
        for column, cell in enumerate(row[:MAX_HEADING_COLUMNS]):
            text = str(cell).strip().removesuffix(".0").removesuffix("天")
            if text.isdigit() and column not in taken:
                groups.append(Group(start, int(text), column))
                start = int(text) + 1
        if groups:
            lines = heading.lines + (index == heading.body)
            own = {group.column for group in groups}
            # A group that the line does not end stays as its heading says: 未到期, 90天以上.
            rest = [
                group._replace(from_days=max(group.from_days, start)) if group.to_days is None else group
                for group in heading.groups
                if group.column not in own
            ]
            both = tuple(sorted((*groups, *rest), key=lambda group: group.column))
            return replace(heading, lines=lines, groups=both)
    return heading


def _scaled(
    heading: Heading, layout: Layout, table: Table, titles: Titles, known: dict[str, Caption]
) -> Heading:
    """Give the heading the unit of each amount: its own, else the one of a line above."""
    captions = captions_of(table.rows[heading.row : heading.row + min(heading.lines, MOST_LINES)], known)
    scale = {}
    for name, column in heading.columns.items():
        if name in AMOUNTS:
            head = captions[column] if column < len(captions) else None
            own = head.scale if head else 1
            if own != 1 or titles.scale != 1:
                scale[name] = own if own != 1 or (head and "(元)" in head.whole) else titles.scale
    groups = titles.scale
    for group in heading.groups:
        head = captions[group.column] if group.column < len(captions) else None
        groups = head.scale if head and head.scale != 1 else groups
    if groups != 1:
        scale["groups"] = groups
    lines = heading.lines
    while heading.row + lines < len(table.rows) and says_headings(
        layout, heading, table.rows[heading.row + lines]
    ):
        lines += 1  # a second line of field codes, or of names under codes
    return replace(heading, lines=lines, scale=scale)


def says_headings(layout: Layout, heading: Heading, row: Sequence[Cell]) -> bool:
    """Whether a row below the heading names the columns once more, in these words or in field codes."""
    hits = 0
    for name, column in heading.columns.items():
        cell = row[column] if column < len(row) else ""
        if isinstance(cell, str) and 1 < len(cell) <= 40:
            found = _meaning(layout, caption(cell))
            hits += found is not None and found[0] == name
    return hits >= max(2, min(3, len(heading.columns)))


def spoken(kind: str, name: str) -> str:
    """A column in both languages of the contract: 到期日/due_on."""
    if name == "settled_on":
        return "结清日期/SettledDate"
    chinese = chinese_heading(kind, name)
    return f"{chinese}/{name}" if chinese != name else name
