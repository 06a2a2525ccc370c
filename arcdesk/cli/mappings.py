"""``mappings``: the layouts kept by name; and what ``import`` is told of the columns of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import NothingToKeep, OptionsClash
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.importing.mapping import ColumnMapping
    from arcdesk.importing.mapping_saved import SavedMapping


def asked_mapping(
    desk: Desk, file: str, sheet: str, pairs: Sequence[str], use: str, save: str
) -> ColumnMapping | None:
    """What the options of ``import`` say of the columns; ``None`` where they say nothing.

    Raises:
        OptionsClash: columns assigned and a kept layout asked for; a name to keep, and nothing to be kept.
        UnknownMapping, BadFieldPair, UnknownField, FieldsOfNoKind, HeadingNotThere.
    """
    if use and (pairs or save):
        raise OptionsClash(first="--use-map", second="--map" if pairs else "--save-map", field="use_map")
    if use:
        return desk.mappings.named(use).mapping
    if pairs:
        return desk.mappings.compose(Path(file), pairs, sheet)
    if save:
        raise NothingToKeep(field="save_map")
    return None


def mappings(
    session: Session,
    delete: Annotated[str, Option("--delete", metavar="NAME", help="Forget a layout.")] = "",
    rename: Annotated[str, Option("--rename", metavar="NAME=NEW", help="Give a layout another name.")] = "",
) -> Status:
    """List the layouts that were explained once and are recognised since."""
    if delete and rename:
        raise OptionsClash(first="--delete", second="--rename", field="rename")
    with session.desk(write=bool(delete or rename)) as desk:
        if delete:
            desk.mappings.delete(delete)
        if rename:
            old, _, new = rename.partition("=")
            desk.mappings.rename(old, new)
        found = desk.mappings.all()
    document = [
        {
            "name": each.name,
            "kind": each.mapping.kind,
            "fields": dict(each.mapping.fields),
            "saved_at": each.saved_at.isoformat(),
        }
        for each in found
    ]
    session.answer({"mappings": document}, lambda: _lines(found))
    return 0


def _lines(found: Sequence[SavedMapping]) -> Iterator[str]:
    if not found:
        yield tr("No layout is saved yet. Save one with: arcdesk import FILE --map … --save-map NAME")
        return
    yield from table(
        (tr("Name"), tr("Columns|layout"), tr("Saved on")),
        [(each.name, ", ".join(each.mapping.headings), f"{each.saved_at:%Y-%m-%d}") for each in found],
    )


COMMANDS = (Command("mappings", mappings, "List, rename and forget saved layouts of files"),)
