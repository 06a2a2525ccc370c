"""What the documentation tells a stranger to run is run: on a bundle as it was made, and on ones tampered with."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest

from arcdesk.bootstrap import Desk
from arcdesk.services.contacts import NewContact
from arcdesk.services.evidence import PastedFile
from arcdesk.services.wechat_books import Conversation
from tests.services.desks import NOW, TODAY, Book, customer_id, enter
from tests.services.test_wechat import pasted

DOCS = Path(__file__).parents[2] / "docs"
TEXTS = {name: (DOCS / name).read_text(encoding="utf-8") for name in ("evidence-bundle.md", "evidence-bundle.zh-CN.md")}
BLOCK = re.compile(r"^```(sh|powershell|python|bat)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHELL = shutil.which("bash") or shutil.which("sh")
needs_tools = pytest.mark.skipif(
    not (SHELL and shutil.which("sha256sum")), reason="no shell with sha256sum on this system"
)


def blocks(doc: str, language: str) -> list[str]:
    return [body for kind, body in BLOCK.findall(TEXTS[doc]) if kind == language]


def run(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    assert SHELL
    words, clean = [SHELL, "-c", script], {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    return subprocess.run(words, cwd=folder, check=False, capture_output=True, encoding="utf-8", env=clean)


@pytest.fixture
def bundle(desk: Desk, tmp_path: Path) -> Path:
    """A bundle of what came in on every way, with names that a shell could stumble over."""
    enter(desk, Book().customer("C1").customer("C2").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01"))
    who = customer_id(desk, "C1")
    (tmp_path / "合同 $(touch x) '1'.txt").write_text("合同", encoding="utf-8")
    desk.evidence.add(tmp_path / "合同 $(touch x) '1'.txt", who, kind="contract")
    desk.evidence.add(PastedFile("通话.mp3", b"ID3" * 500), who, kind="recording")
    shot = PastedFile("聊天.png", b"\x89PNG chat")
    desk.contacts.log(NewContact(who, "wechat", "promised", attachments=(shot,), follow_up_on=TODAY))
    desk.evidence.add(PastedFile("别家.txt", b"of another"), customer_id(desk, "C2"))
    talk = Conversation("孙总", NOW - timedelta(days=9), NOW - timedelta(days=2))
    desk.wechat.make(who, pasted(1, 2), talk)
    letter = desk.letters.issue(who, force=True, reason="已与领导商定")[0]
    desk.documents.record_sent(letter.number, "ems", "EMS1", TODAY)
    return desk.bundles.make(who, tmp_path / "out").folder


def test_both_languages_tell_the_same_steps() -> None:
    chinese, english = TEXTS["evidence-bundle.zh-CN.md"], TEXTS["evidence-bundle.md"]
    assert chinese.count("\n## ") == english.count("\n## ")
    assert [kind for kind, _ in BLOCK.findall(chinese)] == [kind for kind, _ in BLOCK.findall(english)]
    for mine, other in zip(BLOCK.findall(chinese), BLOCK.findall(english), strict=True):
        plain = [re.sub(r'"[^"]*"', '""', body) for _, body in (mine, other)]
        assert plain[0] == plain[1]


@needs_tools
@pytest.mark.parametrize("doc", TEXTS)
def test_every_step_passes_on_a_bundle_as_it_was_made(bundle: Path, doc: str) -> None:
    answers = [run(bundle, script) for script in blocks(doc, "sh")]
    for answer in answers:
        assert (answer.returncode, answer.stderr) == (0, ""), answer
    sums, added, hashes, logged = (answer.stdout for answer in answers)
    assert all(line.endswith(": OK") for line in sums.splitlines())
    files = [path for path in bundle.rglob("*") if path.is_file()]
    assert len(sums.splitlines()) == len(files) - 1
    assert added == ""
    originals = [path for path in (bundle / "原件").rglob("*") if path.is_file()]
    assert len(logged.splitlines()) == len(hashes.splitlines()) == len(originals) == 7
    word = "logged: " if doc == "evidence-bundle.md" else "有记录："
    assert all(line.startswith(word) for line in logged.splitlines())
    assert not (bundle / "x").exists()


@needs_tools
@pytest.mark.parametrize("doc", TEXTS)
def test_the_hashes_of_step_3_are_those_on_the_list_and_step_5_prints_its_head(bundle: Path, doc: str) -> None:
    with pypdfium2.PdfDocument(bundle / "证据目录.pdf") as document:
        listed = "".join(page.get_textpage().get_text_range() for page in document)
    listed = re.sub(r"\s", "", listed)
    (script,) = [script for script in blocks(doc, "sh") if script.startswith("find 原件 -type f -exec sha256sum")]
    electronic = [line for line in run(bundle, script).stdout.splitlines() if "通话" in line or "聊天" in line]
    assert len(electronic) == 2
    assert all(line.lstrip("\\")[:64] in listed for line in electronic)
    (counted,) = blocks(doc, "python")
    words = [sys.executable, "-X", "utf8", "-c", counted]
    head = subprocess.run(words, cwd=bundle, check=True, capture_output=True, encoding="utf-8").stdout.strip()
    assert len(head) == 64
    assert head in listed


@needs_tools
@pytest.mark.parametrize("doc", TEXTS)
def test_whatever_was_done_to_a_bundle_one_of_the_steps_tells(bundle: Path, doc: str) -> None:
    sums, added, _, logged = blocks(doc, "sh")
    original = next(path for path in (bundle / "原件").iterdir() if "通话" in path.name)
    content = original.read_bytes()
    original.chmod(0o600)
    original.write_bytes(content[:-1] + b"x")
    altered = run(bundle, sums)
    assert altered.returncode != 0
    assert f"{original.name}: FAILED" in altered.stdout
    word = "无记录：" if "zh" in doc else "NOT IN THE LOG: "
    assert f"{word}原件/{original.name}" in run(bundle, logged).stdout
    original.write_bytes(content)
    (bundle / "原件" / "9-9 假.txt").write_text("假", encoding="utf-8")
    assert "9-9 假.txt" in run(bundle, added).stdout
    (bundle / "原件" / "9-9 假.txt").unlink()
    chain = bundle / "事件链.json"
    chain.write_text(chain.read_text(encoding="utf-8").replace("聊天.png", "别的.png"), encoding="utf-8")
    (counted,) = blocks(doc, "python")
    words = [sys.executable, "-X", "utf8", "-c", counted]
    assert subprocess.run(words, cwd=bundle, check=False, capture_output=True).returncode != 0


@pytest.mark.skipif(shutil.which("pwsh") is None and sys.platform != "win32", reason="no PowerShell on this system")
@pytest.mark.parametrize("doc", TEXTS)
def test_powershell_says_ok_to_every_file(bundle: Path, doc: str) -> None:
    shell = shutil.which("pwsh") or shutil.which("powershell")
    assert shell
    script = "[Console]::OutputEncoding = [Text.Encoding]::UTF8\n" + blocks(doc, "powershell")[0]
    words = [shell, "-NoProfile", "-Command", script]
    answer = subprocess.run(words, cwd=bundle, check=True, capture_output=True, encoding="utf-8")
    lines = answer.stdout.split("\n")
    assert len([line for line in lines if line.strip().endswith(": OK")]) == len(
        [path for path in bundle.rglob("*") if path.is_file()]
    ) - 1  # fmt: skip
