"""Copies of evidence for other programs: verified, read-only, of no program, and gone when the desk closes (R64)."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path, PurePath

from arcdesk.domain.errors import Refusal
from arcdesk.files import cannot_write, discard, safe_name
from arcdesk.models.collection import Evidence
from arcdesk.services.evidence import EvidenceService
from arcdesk.services.macros import holds_macro
from arcdesk.services.unit_of_work import UnitOfWork
from arcdesk.services.vault import BLOCK_BYTES

PROGRAMS = frozenset(
    {
        ".accdb", ".ade", ".adp", ".apk", ".app", ".application", ".appref-ms", ".bat", ".cab", ".chm", ".cmd",
        ".com", ".cpl", ".desktop", ".dll", ".docm", ".dotm", ".exe", ".gadget", ".hta", ".htm", ".html", ".img",
        ".inf", ".iso", ".jar", ".jnlp", ".js", ".jse", ".library-ms", ".lnk", ".mdb", ".mde", ".mht", ".mhtml",
        ".msc", ".msi", ".msix", ".msp", ".one", ".pif", ".potm", ".pptm", ".ps1", ".ps1xml", ".psd1", ".psm1", ".py",
        ".pyw", ".reg", ".scf", ".scr", ".sct", ".search-ms", ".settingcontent-ms", ".sh", ".svg", ".theme", ".url",
        ".vb", ".vbe", ".vbs", ".vhd", ".vhdx", ".wim", ".ws", ".wsc", ".wsf", ".wsh", ".xht", ".xhtml", ".xlam",
        ".xll", ".xlsb", ".xlsm", ".xltm",
    }
)  # fmt: skip
"""Endings of what runs, or opens a page or a file that can run something."""
_MAGIC = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
_RECORDING = b"#!AMR"  # how phones record calls: begins like a script and is none
_PDF = b"%PDF"


def could_run(name: str, head: bytes) -> bool:
    """Whether a file of that name, with these first bytes, could run something on this computer."""
    is_script = head.startswith(_MAGIC) and not head.startswith(_RECORDING)
    return PurePath(safe_name(name)).suffix.lower() in PROGRAMS or is_script


class ProgramNotOpened(Refusal):
    """A piece of evidence that could run something on this computer."""

    sentence = "“{name}” could run a program and is not opened from here. Save a copy and let it be examined."


class ActivePdf(Refusal):
    """A PDF that would run something in the viewer of the system."""

    sentence = (
        "“{name}” holds a script or starts a program and is not opened from here. Look at it in ArcDesk, which runs "
        "nothing, or save a copy and let it be examined."
    )


class EvidenceCopies:
    """Hands out copies to look at, and takes them away again."""

    def __init__(self, work: UnitOfWork, evidence: EvidenceService) -> None:
        self._work = work
        self._evidence = evidence
        self._folders: list[Path] = []

    def open_copy(self, evidence_id: int) -> Path:
        """A read-only copy in a folder of its own, its hash checked; the look is an event where one can be written.

        Raises:
            UnknownEvidence, EvidenceDamaged, ProgramNotOpened, ActivePdf, CannotWrite.
        """
        from arcdesk.pdf.active import runs_something

        with self._evidence.open(evidence_id) as content:
            row = Evidence.get_by_id(evidence_id)
            name = safe_name(row.original_name)
            head = content.read(8)
            content.seek(0)
            if could_run(name, head) or holds_macro(content):
                raise ProgramNotOpened(name=row.original_name)
            if (head.startswith(_PDF) or name.lower().endswith(".pdf")) and runs_something(content.read()):
                raise ActivePdf(name=row.original_name)
            content.seek(0)
            try:
                folder = Path(tempfile.mkdtemp(prefix=self._prefix))
                self._folders.append(folder)
                copy = folder / name
                with copy.open("xb") as file:
                    shutil.copyfileobj(content, file, BLOCK_BYTES)
                copy.chmod(0o444)
            except OSError as error:
                raise cannot_write(Path(tempfile.gettempdir()), error) from error
        if self._work.workspace.can_write:
            owner = self._evidence.owner_of(evidence_id)
            with self._work.write("evidence.viewed", owner, evidence=evidence_id, sha256=row.sha256):
                pass
        return copy

    def clear(self) -> None:
        """Remove every copy; one that another program still holds goes when the desk is next opened."""
        for folder in self._folders:
            _remove(folder)
        self._folders.clear()

    def sweep(self) -> None:
        """Remove the copies that a killed program left behind; for the one writer of the workspace."""
        kept = set(self._folders)
        for folder in Path(tempfile.gettempdir()).glob(f"{self._prefix}*"):
            if folder not in kept:
                _remove(folder)

    @property
    def _prefix(self) -> str:
        return f"arcdesk-{self._work.workspace.key_file.workspace[:8] or 'copy'}-"


def _remove(folder: Path) -> None:
    with suppress(OSError):
        for copy in folder.iterdir():
            discard(copy)
        folder.rmdir()
