"""Killed while sending, again and again: no letter leaves twice, and none that left looks unsent."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from arcdesk import bootstrap
from arcdesk.clock import FixedClock
from arcdesk.services.mail_account import MailAccount
from tests.faults.rig import KILLS, ROOT, TALLY
from tests.services.desks import NOW, make_desk
from tests.services.mail_books import letters
from tests.services.mail_server import USER, Post, serving

LIVES = max(2, KILLS // 8)
LETTERS = 6 * LIVES
LONGEST_SECONDS = 0.3


def test_a_letter_never_leaves_twice_however_often_the_program_is_killed(tmp_path: Path) -> None:
    books, draw = tmp_path / "workspace", random.Random()  # noqa: S311 - when it is killed is no secret
    tally = TALLY.setdefault("mail", Counter())
    with serving(tmp_path / "authority", "none", auth_required=False) as post:
        desk = make_desk(books)
        numbers = letters(desk, *(f"C{number}" for number in range(LETTERS)))
        account = MailAccount("127.0.0.1", USER, security="none", port=post.port, pause_seconds=0, timeout_seconds=5)
        desk.mail_account.save(account)
        desk.close()
        for _ in range(LIVES):
            said = one_life(books, draw.uniform(0, LONGEST_SECONDS))
            tally["kills"] += 1
            tally["letters"] += len(said)
            check(books, post, said)
    assert set(sent(post)) <= set(numbers)


def one_life(books: Path, seconds: float) -> dict[str, str]:
    """Let the worker send for a while after its first letter, kill it, and return what it said of which letter."""
    command = [sys.executable, "-m", "tests.faults.mail_worker", str(books)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, cwd=ROOT, env=environment, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        lines = [process.stdout.readline()]
        while lines[-1].endswith(" held\n"):  # those of the lives before
            lines.append(process.stdout.readline())
        time.sleep(seconds)
        process.kill()
        lines += process.stdout.readlines()
    return dict(line.split() for line in lines if line.endswith("\n"))  # type: ignore[misc]


def check(books: Path, post: Post, said: dict[str, str]) -> None:
    """What the server has stands in the books, once; what stands in the books as sent, the server has."""
    desk = bootstrap.build(books, FixedClock(NOW))
    try:
        outbox = {line.number: line.state for line in desk.outbox.outbox()}
        taken = Counter(sent(post))
        assert set(taken.values()) <= {1}
        assert all(outbox[number] in ("sent", "unclear") for number in taken)
        assert {number for number, state in outbox.items() if state == "sent"} <= set(taken)
        assert all(outbox[number] == state for number, state in said.items() if state != "held")
        for number, state in outbox.items():
            assert (desk.documents.find(number).state == "sent") == (state == "sent")
        assert desk.evidence.verify().all_well
    finally:
        desk.close()


def sent(post: Post) -> list[str]:
    """The numbers of the letters that the server has taken."""
    names = [part.get_filename() or "" for message in post.messages() for part in message.iter_attachments()]
    return [name.split(" ")[0] for name in names]
