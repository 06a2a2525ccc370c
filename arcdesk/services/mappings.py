"""What persons have said of the columns of files: kept by name, and found again by the headings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from arcdesk.domain.errors import Refusal
from arcdesk.importing.mapping import ColumnMapping, from_json
from arcdesk.importing.mapping_pairs import compose
from arcdesk.importing.mapping_saved import SavedMapping, find_saved
from arcdesk.models.imports import ImportMapping
from arcdesk.services.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from arcdesk.importing.reader import Table

MOST_SIGNS = 60


class MappingNameMissing(Refusal):
    """A layout to be kept without a name."""

    sentence = "The layout has no name. Give it one, such as the program or the customer the files come from."


class MappingNameTooLong(Refusal):
    """A name that no list can show."""

    sentence = "The name of a layout has at most {limit} characters. Shorten it."


class MappingNameTaken(Refusal):
    """A name that another layout has."""

    sentence = "There is a layout “{name}” already. Choose another name."


class UnknownMapping(Refusal):
    """A layout that is not kept."""

    sentence = "There is no saved layout “{name}”. Saved are: {names}."


class MappingService:
    """Keeps the explained layouts of files."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def all(self) -> tuple[SavedMapping, ...]:
        """Every saved layout, by name."""
        return saved_mappings()

    def named(self, name: str) -> SavedMapping:
        """The layout of that name.

        Raises:
            UnknownMapping: there is none.
        """
        found = self.all()
        for each in found:
            if each.name == name.strip():
                return each
        raise UnknownMapping(name=name, names=", ".join(each.name for each in found) or "-")

    def recognise(self, tables: Sequence[Table]) -> SavedMapping | None:
        """The saved layout that a file has."""
        return find_saved(tables, self.all())

    def tables(self, path: Path) -> tuple[Table, ...]:
        """The sheets of a file, to be looked at before its columns are known.

        Raises:
            Refusal: one of ``arcdesk.importing.errors``, if it is no spreadsheet or can't be read.
        """
        from arcdesk.importing.reader import read_tables

        return tuple(read_tables(path))

    def compose(self, path: Path, pairs: Sequence[str], sheet: str = "") -> ColumnMapping:
        """What ``pairs`` like ``amount=货款`` say of the columns of a file.

        Raises:
            BadFieldPair, UnknownField, FieldsOfNoKind, HeadingNotThere.
        """
        return compose(path.name, self.tables(path), pairs, sheet)

    def save(self, name: str, mapping: ColumnMapping) -> SavedMapping:
        """Keep a layout; one of the same name is replaced. Of two with the same headings the later one counts.

        Raises:
            MappingNameMissing, MappingNameTooLong.
        """
        plain = _checked(name)
        now = self._work.clock.now()
        with self._work.write("mapping.saved", name=plain, mapping=mapping.to_json()) as deed:
            before = ImportMapping.get_or_none(ImportMapping.name == plain)
            if before is not None:
                deed.details["before"] = before.body
                before.delete_instance()
            made = ImportMapping.create(
                name=plain, fingerprint=mapping.fingerprint, body=mapping.to_json(), saved_at=now
            )
            deed.touch("mapping")
        return SavedMapping(made.id, plain, mapping, now)

    def rename(self, name: str, new_name: str) -> SavedMapping:
        """Give a layout another name.

        Raises:
            UnknownMapping, MappingNameMissing, MappingNameTooLong, MappingNameTaken.
        """
        found, plain = self.named(name), _checked(new_name)
        if plain == found.name:
            return found
        if any(each.name == plain for each in self.all()):
            raise MappingNameTaken(name=plain)
        with self._work.write("mapping.renamed", before=found.name, after=plain) as deed:
            ImportMapping.update(name=plain).where(ImportMapping.id == found.id).execute()
            deed.touch("mapping")
        return SavedMapping(found.id, plain, found.mapping, found.saved_at)

    def delete(self, name: str) -> None:
        """Forget a layout; what was imported by it stays.

        Raises:
            UnknownMapping: there is none of that name.
        """
        found = self.named(name)
        with self._work.write("mapping.deleted", name=found.name, mapping=found.mapping.to_json()) as deed:
            ImportMapping.delete().where(ImportMapping.id == found.id).execute()
            deed.touch("mapping")


def saved_mappings() -> tuple[SavedMapping, ...]:
    """Every saved layout, by name; one that can't be read any more is left out."""
    found = []
    for row in ImportMapping.select().order_by(ImportMapping.name):
        try:
            found.append(SavedMapping(row.id, row.name, from_json(row.body), row.saved_at))
        except Refusal:
            continue
    return tuple(found)


def _checked(name: str) -> str:
    plain = " ".join(name.split())
    if not plain:
        raise MappingNameMissing(field="name")
    if len(plain) > MOST_SIGNS:
        raise MappingNameTooLong(limit=MOST_SIGNS, field="name")
    return plain
