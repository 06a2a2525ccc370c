"""Which files this machine imported last, so that next week's is one click away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arcdesk.settings import MachineSettings

KEY = "import_files"
MOST_KEPT = 3
MOST_LOOKED_AT = 2000
_COUNTING = re.compile(r"[\d()（）_.\-\s年月日]+")


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file that was imported, or this week's in its place."""

    preset: str
    path: Path


def remember(settings: MachineSettings, preset: str, path: Path) -> None:
    """Keep the file of a layout; the last one of each, the latest first."""
    others = [known for known in remembered(settings) if known.preset != preset]
    kept = [KnownFile(preset, path), *others][:MOST_KEPT]
    settings.remember(KEY, [{"preset": known.preset, "path": str(known.path)} for known in kept])


def remembered(settings: MachineSettings) -> list[KnownFile]:
    """The files kept, the latest first."""
    kept = settings.get(KEY, [])
    return [
        KnownFile(str(each["preset"]), Path(str(each["path"])))
        for each in (kept if isinstance(kept, list) else [])
        if isinstance(each, dict) and each.get("preset") and each.get("path")
    ]


def at_hand_now(known: Sequence[KnownFile]) -> list[KnownFile]:
    """Those that can be read now; where a newer export lies beside the last one, that one instead."""
    found: list[KnownFile] = []
    for each in known:
        path = newest_like(each.path)
        if path is not None and path not in [other.path for other in found]:
            found.append(KnownFile(each.preset, path))
    return found


def newest_like(path: Path) -> Path | None:
    """The newest file of that folder whose name differs in figures alone, such as the day of an export."""
    wanted, newest = _name_key(path), None
    try:
        for number, each in enumerate(path.parent.iterdir()):
            if number >= MOST_LOOKED_AT:
                break
            if _name_key(each) == wanted and each.is_file():
                age = (each.stat().st_mtime_ns, each.name)
                newest = max(newest, (age, each)) if newest is not None else (age, each)
    except OSError:  # the folder is gone, or a drive that is not connected
        return None
    return newest[1] if newest is not None else None


def _name_key(path: Path) -> tuple[str, str]:
    return _COUNTING.sub("", path.stem).casefold(), path.suffix.casefold()
