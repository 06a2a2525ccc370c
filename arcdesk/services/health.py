"""Is the workspace sound? One line a check, with what to do (``arcdesk doctor``)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from arcdesk import resources, secret_store
from arcdesk.domain.errors import Refusal
from arcdesk.models.engine import DamagedWorkspace
from arcdesk.models.queries import proofs
from arcdesk.models.queries.sql import rows
from arcdesk.services import health_history
from arcdesk.services.backups import SPARE_BYTES, BackupService
from arcdesk.services.cloud_folders import synchronised_by
from arcdesk.services.evidence import EvidenceService
from arcdesk.services.rates import RateService
from arcdesk.services.security import SecurityService
from arcdesk.services.unit_of_work import UnitOfWork
from arcdesk.workspace import DATABASE, KEYS

__all__ = ["Check", "DamagedWorkspace", "HealthService", "damage"]

Progress = Callable[[int, int], None]

CHECK_NAMES = {
    "database": "Database|check",
    "figures": "Open amounts|check",
    "keys": "Key file|check",
    "protection": "Password|check",
    "evidence": "Evidence|check",
    "chain": "Event chain|check",
    "history": "Books and backup|check",
    "stamps": "Time stamps",
    "clock": "Clock|check",
    "fonts": "Fonts|check",
    "keyring": "Keyring|check",
    "reference": "Reference data|check",
    "backup": "Backup|check",
    "folder": "Folder|check",
    "space": "Disk space|check",
    "notification": "Notifications|check",
}

FONTS = ("NotoSansSC_400Regular.ttf", "NotoSansSC_700Bold.ttf")


@dataclass(frozen=True, slots=True)
class Check:
    """One finding; ``detail_key`` is translated with ``values`` and says what to do if not ``ok``."""

    name: str
    ok: bool
    detail_key: str
    values: dict[str, object]


def damage(refusal: DamagedWorkspace) -> Check:
    """The one finding of a workspace that cannot be opened at all."""
    return Check("database", False, refusal.sentence, refusal.values)


class HealthService:
    """Runs every check; none of them changes anything."""

    def __init__(
        self,
        work: UnitOfWork,
        evidence: EvidenceService,
        rates: RateService,
        backups: BackupService,
        security: SecurityService,
    ) -> None:
        self._work = work
        self._evidence = evidence
        self._rates = rates
        self._backups = backups
        self._security = security

    def checks(self, *, deep: bool = False, progress: Progress | None = None) -> tuple[Check, ...]:
        """All checks in order.

        Args:
            deep: hold every evidence file against its hash, not only its size; takes as long as reading them.
            progress: told of evidence files done and in all; raises to stop.
        """
        runs: tuple[tuple[str, Callable[[], Iterable[Check]]], ...] = (
            ("database", self._database),
            ("figures", self._figures),
            ("keys", self._keys),
            ("protection", self._protection),
            ("evidence", lambda: self._files_and_chain(deep=deep, progress=progress)),
            ("history", self._behind_the_backup),
            ("clock", lambda: (self.clock(),)),
            ("backup", self._backup),
            ("space", self._space),
            ("folder", self._folder),
            ("keyring", self._keyring),
            ("fonts", self._fonts),
            ("reference", self._reference),
        )
        return tuple(check for name, run in runs for check in _findings(name, run))

    def _database(self) -> Iterable[Check]:
        answer = [str(row[0]) for row in rows("PRAGMA integrity_check(5)")]
        answer += [f"{row[0]} {row[1]}" for row in rows("PRAGMA foreign_key_check")]
        ok = answer == ["ok"]
        text = (
            "Every page and every reference is sound."
            if ok
            else "Damaged: {what}. Restore the newest backup."
        )
        yield Check("database", ok, text, {} if ok else {"what": "; ".join(answer)})

    def _figures(self) -> Iterable[Check]:
        """The open amounts kept beside the rows against the postings that prove them."""
        wrong = proofs.disagreeing()
        text = (
            "Open amounts agree with the postings."
            if not wrong
            else "{count} open amounts disagree. Restore a backup."
        )
        yield Check("figures", not wrong, text, {"count": len(wrong)} if wrong else {})

    def _keys(self) -> Iterable[Check]:
        folder = self._work.workspace.folder
        contents = {(folder / name).read_bytes() for name in KEYS if (folder / name).is_file()}
        both = sum((folder / name).is_file() for name in KEYS) == len(KEYS) and len(contents) == 1
        text = (
            "The key file and its copy agree."
            if both
            else "The key file or its copy is missing or differs. Copy the good one over the other."
        )
        yield Check("keys", both, text, {})

    def _protection(self) -> Iterable[Check]:
        """Whether what the password promises holds: no file in the clear, no backup that opens without it."""
        state = self._security.state()
        opened = len(self._security.open_backups())
        if state.waiting:
            text = (
                "{count} evidence files are not in the form that goes with the password. "
                "Run: arcdesk password --finish"
            )
            yield Check("protection", False, text, {"count": state.waiting})
        elif opened:
            text = "{count} backups within reach open without the password. Make a new one and delete them."
            yield Check("protection", False, text, {"count": opened})
        else:
            text = (
                "A password protects the books and the evidence."
                if state.has_password
                else "No password: whoever has this folder can open the books."
            )
            yield Check("protection", True, text, {})

    def _files_and_chain(self, *, deep: bool, progress: Progress | None) -> Iterable[Check]:
        report = self._evidence.verify(deep=deep, progress=progress)
        bad = len(report.damaged) + len(report.missing)
        text = (
            ("Every one of {files} files has its hash." if deep else "{files} files are in their place.")
            if not bad
            else "{bad} of {files} files are missing or altered. Evidence, Verify everything names them, "
            "as does: arcdesk evidence verify"
        )
        yield Check("evidence", not bad, text, {"files": report.files, "bad": bad})
        last = self._backups.last()
        told_below = last is not None and health_history.missing_since(last) == report.chain_broken_at
        if report.chain_ok or (told_below and report.chain_fault in ("cut", "rewritten")):
            yield Check("chain", True, "{events} events, unbroken.", {"events": report.chain_events})
        else:
            text = "The chain of events is broken at event {seq}. Restore a backup from before it."
            yield Check("chain", False, text, {"seq": report.chain_broken_at})
        if report.stamps.stamps or report.stamps.missing:
            unsound = sum(not stamp.is_sound for stamp in report.stamps.stamps) + report.stamps.missing
            text = (
                "{count} time stamps hold."
                if not unsound
                else "{count} time stamps do not fit the log, or are gone. Which ones, says: arcdesk evidence verify"
            )
            yield Check("stamps", not unsound, text, {"count": unsound or len(report.stamps.stamps)})

    def _behind_the_backup(self) -> Iterable[Check]:
        """Whether the books still hold what the last backup held: a chain written anew agrees with itself alone."""
        last = self._backups.last()
        first = health_history.missing_since(last) if last else None
        if last and first:
            text = (
                "The books lack event {seq}, which the backup of {day} has. If you put an older copy back on purpose, "
                "make a new backup now; otherwise restore that one: {file}"
            )
            yield Check(
                "history", False, text, {"seq": first, "day": last.at.date().isoformat(), "file": str(last.file)}
            )
        elif last:
            yield Check("history", True, "The books hold everything that the last backup held.", {})

    def clock(self) -> Check:
        """Whether the clock stands behind the last entry, or ever did; quick enough for every start."""
        now, last = self._work.clock.now(), health_history.last_entry_at()
        if last and health_history.is_behind(now):
            text = (
                "The clock of this computer says {now}, but the last entry was made at {last}. Set the clock before "
                "you enter anything else: an entry with a wrong time proves little."
            )
            return Check("clock", False, text, {"now": f"{now:%Y-%m-%d %H:%M}", "last": f"{last:%Y-%m-%d %H:%M}"})
        first = health_history.first_set_back()
        if first is None:
            return Check("clock", True, "The clock has never stood before the last entry.", {})
        hours = max(1, round(first.by.total_seconds() / 3600))
        text = "The clock was set back by {hours} h before event {seq}. Note the reason, in case a court asks."
        return Check("clock", True, text, {"hours": hours, "seq": first.seq})

    def _fonts(self) -> Iterable[Check]:
        missing = [name for name in FONTS if not resources.path("fonts", name).is_file()]
        text = (
            "The document font is installed."
            if not missing
            else "Missing font: {names}. Install ArcDesk anew."
        )
        yield Check("fonts", not missing, text, {"names": ", ".join(missing)} if missing else {})

    def _keyring(self) -> Iterable[Check]:
        import keyring

        name, usable = type(keyring.get_keyring()).__module__, secret_store.usable()
        text = (
            "The system keyring is {name}."
            if usable
            else "No system keyring: e-mail and opening without the password need one."
        )
        yield Check("keyring", True, text, {"name": name} if usable else {})

    def _reference(self) -> Iterable[Check]:
        until = self._rates.lpr.valid_to.isoformat()
        text = (
            "LPR data up to {until}; a newer one should be out. Add it: arcdesk rates --add DATE=PERCENT"
            if self._rates.is_behind()
            else "LPR data up to {until}."
        )
        yield Check("reference", True, text, {"until": until})

    def _backup(self) -> Iterable[Check]:
        last = self._backups.last()
        if self._backups.is_stale():
            since = last.at.date().isoformat() if last else "—"
            text = (
                "What was entered lately is in no backup; the last one is of {day}. "
                "Make one: Settings, Backup, or: arcdesk backup"
            )
            yield Check("backup", False, text, {"day": since})
        elif last is None:
            text = "No backup yet. Make one, best on a stick or a share: Settings, Backup, or: arcdesk backup"
            yield Check("backup", True, text, {})
        else:
            day = last.at.date().isoformat()
            yield Check(
                "backup", True, "The last verified backup is of {day}: {file}", {"day": day, "file": str(last.file)}
            )

    def _folder(self) -> Iterable[Check]:
        service = synchronised_by(self._work.workspace.folder)
        text = (
            "The workspace lies in a folder of {service}, which can damage open books. Move it out and back up there."
            if service
            else "The workspace lies in no synchronised folder."
        )
        yield Check("folder", not service, text, {"service": service} if service else {})

    def _space(self) -> Iterable[Check]:
        folder = self._work.workspace.folder
        free, needed = shutil.disk_usage(folder).free, 2 * (folder / DATABASE).stat().st_size + SPARE_BYTES
        text = (
            "{free} MB are free on the disk."
            if free >= needed
            else "Only {free} MB are free on the disk. Free some space before the next import."
        )
        yield Check("space", free >= needed, text, {"free": free >> 20})


def _findings(name: str, run: Callable[[], Iterable[Check]]) -> list[Check]:
    """What one run found; whatever it stumbles over is a finding, not the end of the others."""
    try:
        return list(run())
    except Refusal as refusal:
        return [Check(name, False, refusal.sentence, refusal.values)]
    except OSError as error:
        text = "This could not be looked at ({why}). Check that the disk is plugged in and can be read."
        return [Check(name, False, text, {"why": error.strerror or type(error).__name__})]
