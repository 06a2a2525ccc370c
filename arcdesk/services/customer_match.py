"""Who is meant: a customer of a file found in the ledger by code, credit code, remembered name, or name.

The first way that leads to exactly one customer decides. Two by the same way decide nothing, and whoever is
only like a customer is proposed (``NearMatch``), never taken for him without a person's word.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from arcdesk.domain.identifiers import check_uscc
from arcdesk.domain.names import exact, is_short_for, normal, parts
from arcdesk.models import bulk
from arcdesk.models.queries.sql import rows
from arcdesk.services.import_differences import Candidate, Decisions, NearMatch
from arcdesk.services.pinyin import search_key

if TYPE_CHECKING:
    from arcdesk.importing.ledger_file import CustomerRow, LedgerFile
    from arcdesk.services.import_ledger import Entry

_GIVEN_OUT = re.compile("K[0-9]{4,}")
"""The codes that an import gives to customers of a file without codes."""

SAME_NAME = "A customer of the same name has another code."
SHORT_FOR = "It may be the short name of this customer."
SHORT_SCORE = 80
SEVERAL = "More than one customer has this name."


@dataclass(frozen=True, slots=True)
class NewAlias:
    """A code or name of the file that is to be remembered for a customer."""

    kind: str
    text: str
    customer: Entry


@dataclass(slots=True)
class _Tier:
    """Customers by one thing that names them; those who have it."""

    ids: dict[str, list[int]]

    def add(self, key: str, customer_id: int) -> None:
        if key and customer_id not in self.ids[key]:
            self.ids[key].append(customer_id)


class Resolver:
    """Finds the customers of one file among those of the ledger, and keeps what was not decided."""

    def __init__(
        self, by_code: dict[str, Entry], by_id: dict[int, Entry], file: LedgerFile, decisions: Decisions
    ) -> None:
        self._by_code, self._by_id = by_code, by_id
        self._decisions = decisions
        self._preset = file.preset
        self._file_codes = {row.code for row in file.customers if row.code}
        self._often = Counter(exact(row.name) for row in file.customers if row.code)
        self._merged: dict[int, int] = dict(
            rows("SELECT id, merged_into_id FROM customer WHERE merged_into_id IS NOT NULL")
        )
        self._presets: dict[int, str] = dict(
            rows("SELECT c.id, b.preset FROM customer c JOIN import_batch b ON b.id = c.batch_id")
        )
        self._named_in_file: dict[str, int] = {}
        self._code_aliases: dict[str, int] = {}
        tiers = [_Tier(defaultdict(list)) for _ in range(5)]
        self._uscc, self._remembered, self._exact, self._normal, self._short = tiers
        self._read_aliases()
        for entry in by_id.values():
            if entry.id not in self._merged:
                self._enter(entry)
        self._undecided: dict[str, tuple[CustomerRow, tuple[int, ...], str]] = {}
        self.aliases: list[NewAlias] = []
        self.by_short_name: dict[str, Entry] = {}
        """Customers whom the file calls by their saved short name: told, since a short name may mislead."""

    # What the parts of an import ask

    def by_code(self, code: str) -> Entry | None:
        """The customer whom a code of the file stands for."""
        found = self._named_in_file.get(code)
        if found is None:
            own = self._by_code.get(code)
            found = own.id if own is not None else self._code_aliases.get(code)
        return None if found is None else self._by_id[self._followed(found)]

    def named(self, name: str) -> Entry | None:
        """The one customer of that name; nobody where two have it."""
        if not name:
            return None
        decided = self._named_in_file.get(_by_name(name))
        if decided is not None:
            return self._by_id[decided]
        ids = self._by_names(name)
        return self._by_id[ids[0]] if len(ids) == 1 else None

    def owner(self, code: str, name: str) -> Entry | None:
        """The customer of a row, by its code or else by its name."""
        return self.by_code(code) if code else self.named(name)

    def of_row(self, row: CustomerRow) -> Entry | None:
        """The ledger's customer for one of the file; ``None``: he is new, and perhaps like somebody."""
        found = self.by_code(row.code) if row.code else None
        if found is None:
            found = self._decided(row)
        if found is None and not self._is_new(row):
            found = self._by_facts(row)
        return found

    def says_name(self, row: CustomerRow, entry: Entry) -> bool:
        """Whether the row may change the customer's name: not where that name is only another spelling."""
        known = row.code and entry.values["code"] == row.code
        return bool(known) or exact(row.name) == exact(entry.values["name"])

    def renamed(self, entry: Entry, name: str) -> None:
        """Know a customer by his old name too, where the file gives him another one."""
        old = entry.values["name"]
        if not entry.is_new and normal(old) != normal(name) and self._exact.ids[exact(old)] == [entry.id]:
            self._note("name", old, entry)

    def added(self, entry: Entry, row: CustomerRow) -> None:
        """Know a customer whom the file brings.

        Where it names him by a name that others have too, the name is his from now on, or every
        import would bring another one.
        """
        self._by_code[entry.values["code"]] = self._by_id[entry.id] = entry
        if not row.code:
            self._named_in_file[_by_name(row.name)] = entry.id
            if self._by_names(row.name):
                self._note("name", row.name, entry)
        self._enter(entry)

    def forget(self, entry: Entry, row: CustomerRow) -> None:
        """A customer of the file who stays out after all, with what was noted for him."""
        del self._by_code[entry.values["code"]], self._by_id[entry.id]
        self._named_in_file.pop(_by_name(row.name), None)
        for tier in (self._uscc, self._remembered, self._exact, self._normal, self._short):
            for ids in tier.ids.values():
                if entry.id in ids:
                    ids.remove(entry.id)
        self.aliases = [alias for alias in self.aliases if alias.customer is not entry]

    def free_code(self) -> str:
        """A code for a customer of a file without codes."""
        number = len(self._by_code) + 1
        while f"K{number:04d}" in self._by_code or f"K{number:04d}" in self._code_aliases:
            number += 1
        return f"K{number:04d}"

    def near(self) -> tuple[NearMatch, ...]:
        """Customers of the file who are new but like some of the ledger's, each with the most alike."""
        if not self._undecided:
            return ()
        from arcdesk.services.name_index import NameIndex

        old = {e.id: e for e in self._by_id.values() if not e.is_new and e.id not in self._merged}
        index = NameIndex((entry.id, entry.values["name"]) for entry in old.values()) if old else None
        by_sign: dict[str, list[Entry]] = defaultdict(list)
        for entry in old.values():
            own = parts(entry.values["name"])
            for sign in {own.core[:1], own.normal[:1]}:
                by_sign[sign].append(entry)
        found = []
        for source, (row, ids, why) in self._undecided.items():
            candidates = [_candidate(self._by_id[one], 100, why) for one in ids]
            # whoever the file itself names by his own code is another customer than this one
            others = {e.id for e in old.values() if row.code and e.values["code"] in self._file_codes}
            alike = index.alike(row.name, but={*ids, *others}) if index else []
            candidates += [_candidate(old[key], like.score, like.why) for key, like in alike]
            told = {candidate.customer_id for candidate in candidates} | others
            candidates += [
                _candidate(e, SHORT_SCORE, SHORT_FOR)
                for e in by_sign.get(parts(row.name).core[:1], ())
                if e.id not in told and is_short_for(row.name, e.values["name"])
            ]
            if candidates:
                chosen = self._decisions.same.get(source)
                found.append(NearMatch(source, row.name, tuple(candidates[:5]), chosen))
        return tuple(found)

    # The ways, one after the other

    def _decided(self, row: CustomerRow) -> Entry | None:
        """Whom a person named; remembered by code, or by name where the file has no codes."""
        source = row.code or row.name
        said = self._decisions.same.get(source, "")
        own = self._by_code.get(said) if said else None
        if own is None:
            return None
        entry = self._by_id[self._followed(own.id)]
        self._undecided[source] = (row, (entry.id,), SAME_NAME if exact(row.name) == exact(entry.values["name"]) else
                                   "Chosen by you.")  # fmt: skip
        self._remember(row, entry)
        return entry

    def _is_new(self, row: CustomerRow) -> bool:
        """Whether a person said that he is none of the ledger's."""
        source = row.code or row.name
        if self._decisions.same.get(source) != "":
            return False
        self._undecided[source] = (row, tuple(self._by_names(row.name)), SEVERAL)
        return True

    def _by_facts(self, row: CustomerRow) -> Entry | None:
        ids, by_uscc = self._ids_of(row)
        if len(ids) == 1:
            entry = self._by_id[ids[0]]
            if not row.code or self._may_take(row, entry, by_uscc=by_uscc):
                if row.code:
                    self._take_code(row.code, entry)
                self._note_short(row.name, entry)
                if not row.code and by_uscc and self.named(row.name) is not entry:
                    self._named_in_file[_by_name(row.name)] = entry.id
                    self._note("name", row.name, entry)
                return entry
        proposed = tuple(i for i in ids if not self._by_id[i].is_new)
        # a customer whom this file names by his own code is somebody else
        proposed = tuple(
            i for i in proposed if not row.code or self._by_id[i].values["code"] not in self._file_codes
        )
        self._undecided[row.code or row.name] = (row, proposed, SEVERAL if len(ids) > 1 else SAME_NAME)
        return None

    def _ids_of(self, row: CustomerRow) -> tuple[list[int], bool]:
        """Who the row may mean by the first way that leads to anybody, and whether it was the credit code."""
        checked = check_uscc(row.uscc) if row.uscc else None
        if checked and checked.valid and (ids := self._uscc.ids.get(checked.normalised)):
            return ids, True
        return self._by_names(row.name), False

    def _by_names(self, name: str) -> list[int]:
        plain, bare = exact(name), normal(name)
        for tier, key in (
            (self._remembered, plain), (self._exact, plain), (self._normal, bare), (self._short, bare)
        ):  # fmt: skip
            if ids := tier.ids.get(key):
                return ids
        return []

    def _note_short(self, name: str, entry: Entry) -> None:
        own = normal(name)
        if own != normal(entry.values["name"]) and own == normal(entry.values["short_name"]):
            self.by_short_name[name] = entry

    def _may_take(self, row: CustomerRow, entry: Entry, *, by_uscc: bool) -> bool:
        """Whether a code that the ledger lacks may be one more code of this customer."""
        own = entry.values["code"]
        if entry.is_new or own in self._file_codes or self._often[exact(row.name)] > 1:
            return False
        if by_uscc or _is_given_out(entry):
            return True
        same_books = self._presets.get(entry.id) == self._preset
        return not same_books and normal(row.name) == normal(entry.values["name"])

    def _take_code(self, code: str, entry: Entry) -> None:
        """The code in place of one that an import gave out; else one more code of his."""
        old = entry.values["code"]
        if _is_given_out(entry):
            entry.change("code", code)
            entry.change("search_key", search_key(code, entry.values["name"], entry.values["short_name"]))
            self._by_code[code] = entry
            if old != entry.values["name"]:
                self._note("code", old, entry)
        else:
            self._note("code", code, entry)
        self._named_in_file[code] = entry.id

    def _remember(self, row: CustomerRow, entry: Entry) -> None:
        if row.code:
            if _is_given_out(entry) and entry.values["code"] not in self._file_codes:
                self._take_code(row.code, entry)
            else:
                self._note("code", row.code, entry)
                self._named_in_file[row.code] = entry.id
        else:
            self._named_in_file[_by_name(row.name)] = entry.id
        if row.name and exact(row.name) != exact(entry.values["name"]):
            self._note("name", row.name, entry)

    # inside

    def _note(self, kind: str, text: str, entry: Entry) -> None:
        if not any((alias.kind, alias.text) == (kind, text) for alias in self.aliases):
            self.aliases.append(NewAlias(kind, text, entry))

    def _followed(self, customer_id: int) -> int:
        while customer_id in self._merged:
            customer_id = self._merged[customer_id]
        return customer_id

    def _read_aliases(self) -> None:
        for kind, text, customer_id in rows("SELECT kind, text, customer_id FROM customer_alias ORDER BY id"):
            owner = self._followed(customer_id)
            if kind == "code":
                self._code_aliases[text] = owner
            else:
                self._remembered.add(exact(text), owner)

    def _enter(self, entry: Entry) -> None:
        values: Mapping[str, Any] = entry.values
        self._exact.add(exact(values["name"]), entry.id)
        self._normal.add(normal(values["name"]), entry.id)
        self._short.add(normal(values["short_name"]) if values["short_name"] else "", entry.id)
        if values["uscc"]:
            self._uscc.add(check_uscc(values["uscc"]).normalised, entry.id)


def write_aliases(aliases: Iterable[NewAlias], batch_id: int, now: datetime) -> None:
    """Keep what an import learned of codes and names; taking the import back forgets it."""
    known = {(kind, text) for kind, text in rows("SELECT kind, text FROM customer_alias")}
    bulk.insert(
        "customer_alias",
        ("kind", "text", "customer_id", "batch_id", "noted_at"),
        (
            (one.kind, one.text, one.customer.id, batch_id, now.isoformat(timespec="seconds"))
            for one in aliases
            if (one.kind, one.text) not in known
        ),
    )


def _is_given_out(entry: Entry) -> bool:
    """Whether the code is no code of any books: given out by an import, or the name itself."""
    code = entry.values["code"]
    return bool(_GIVEN_OUT.fullmatch(code)) or code == entry.values["name"]


def _by_name(name: str) -> str:
    """The key of a name beside codes: no code has a line break."""
    return "\n" + exact(name)


def _candidate(entry: Entry, score: int, why: str) -> Candidate:
    return Candidate(entry.id, entry.values["code"], entry.values["name"], score, why)
