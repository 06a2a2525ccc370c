"""Which customers a command is for, and the folder its files go to."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from arcdesk.cli.errors import NamedAndAll, NobodyChosen

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.customers import CustomerProfile


def named_customers(desk: Desk, codes: Sequence[str], *, everybody: bool) -> list[CustomerProfile]:
    """The customers of these codes, each once; none where ``everybody`` is asked for.

    Raises:
        NobodyChosen, NamedAndAll: neither codes nor ``--all``, or both.
        UnknownCustomer: one of the codes is nobody's.
    """
    if codes and everybody:
        raise NamedAndAll(field="customer")
    if not codes and not everybody:
        raise NobodyChosen(field="customer")
    return [desk.customers.find(code) for code in dict.fromkeys(codes)]


def ready_folder(desk: Desk, out: str) -> Path:
    """The folder for files made now, tried out before anything is issued: ``out`` or ``exports/``.

    Raises:
        CannotWrite: it cannot be made or written.
    """
    from arcdesk.files import cannot_write

    folder = (Path(out) if out else desk.workspace.exports).absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise cannot_write(folder, error) from error
    return folder
