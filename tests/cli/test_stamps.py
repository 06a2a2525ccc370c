"""``evidence stamp-request``, ``stamp`` and ``stamps`` as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program
from tests.services.tsa import Authority


def test_request_reply_list_and_verify(program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "stamp-request" in program("evidence", "stamps", status=0).out
    made = program("evidence", "stamp-request", str(tmp_path / "head"), "--json", status=0).json
    assert Path(made["request"]).is_file()
    assert Path(made["data"]).is_file()
    reply = tmp_path / "reply.tsr"
    reply.write_bytes(Authority().answer(Path(made["request"]).read_bytes()))
    stamp = program("evidence", "stamp", str(reply), "--json", status=0).json
    assert (stamp["event"], stamp["head"], stamp["state"]) == (made["event"], made["head"], "sound")
    assert stamp["root_checked"] is False
    assert program("evidence", "stamps", "--json", status=0).json == [stamp]
    shown = program("evidence", "stamps", "--lang", "zh", status=0).out
    assert Authority().name in shown
    assert "未核对" in shown
    assert "完好" in shown
    found = program("evidence", "verify", "--json", status=0).json
    assert found["stamps"]["stamped_to"] == made["event"]
    assert Authority().name in program("evidence", "verify", "--lang", "zh", status=0).out
    monkeypatch.chdir(tmp_path)
    program("evidence", "stamp-request", status=0)
    assert (tmp_path / "arcdesk-20261008-090000.tsq").is_file()


def test_a_refused_reply_is_one_line_and_changes_nothing(program: Program, tmp_path: Path) -> None:
    made = program("evidence", "stamp-request", str(tmp_path / "head"), "--json", status=0).json
    reply = tmp_path / "reply.tsr"
    refusing = Authority(status="rejection", said="no\nmoney\x1b[31m")
    reply.write_bytes(refusing.answer(Path(made["request"]).read_bytes()))
    refused = program("evidence", "stamp", str(reply), status=2)
    assert refused.err.count("\n") == 1
    assert "\x1b" not in refused.err
    assert "no money" in refused.err
    assert program("evidence", "stamp", str(tmp_path / "nowhere"), status=2).err.startswith("error: ")
    assert program("evidence", "stamps", "--json", status=0).json == []


def test_a_printed_head_is_sought_in_the_log(program: Program, tmp_path: Path) -> None:
    made = program("backup", str(tmp_path / "b.zip"), "--json", status=0).json
    found = program("evidence", "verify", "--head", made["head"], "--json", status=0).json
    assert found["head"] == {"hash": made["head"], "event": made["events"]}
    assert "as it was printed" in program("evidence", "verify", "--head", made["head"], status=0).out
    assert "No event has that head" in program("evidence", "verify", "--head", "ab" * 32, status=1).out
    assert "日志中没有该链头" in program("evidence", "verify", "--head", "x", "--lang", "zh", status=1).out
