"""``arcdesk mail``: drafts, sending, results and short texts from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Answer, Program
from tests.services.mail_server import PASSWORD, USER, Post, certificate, serving


def issued(program: Program, *customers: str) -> list[dict[str, str]]:
    answer = program("letter", *(customers or ("K008",)), "--kind", "first", "--json", status=0).json
    found: list[dict[str, str]] = answer["issued"]
    return found


def test_drafts_of_everything_that_has_not_left_yet(program: Program, tmp_path: Path) -> None:
    letters = issued(program, "--all")
    answer = program("mail", "draft", "--unsent", "--out", str(tmp_path / "out"), "--json", status=0).json
    written = {draft["number"]: Path(draft["path"]) for draft in answer["drafts"]}
    held = {held["number"] for held in answer["held"]}
    assert {letter["number"] for letter in letters} <= set(written) | held
    assert all(path.suffix == ".eml" and path.stat().st_size > 5000 for path in written.values())


def test_one_letter_to_another_address(program: Program, tmp_path: Path) -> None:
    number = issued(program)[0]["number"]
    answer = program(
        "mail", "draft", number, "--to", "周 <zhou@example.com>", "--out", str(tmp_path), "--json", status=0
    ).json
    assert answer["drafts"][0]["to"] == ["zhou@example.com"]
    again = program("mail", "draft", number, "--to", "13800000000", "--out", str(tmp_path), "--json", status=1).json
    assert [held["reason"] for held in again["held"]] == ["bad_address"]


def test_a_letter_already_mailed_stays_until_asked_for_again(program: Program, tmp_path: Path) -> None:
    number = issued(program)[0]["number"]
    program("letter", "--sent", number, "--by", "email", status=0)
    said = program("mail", "draft", number, "--out", str(tmp_path), status=1)
    assert "was sent by e-mail on 2026-10-08 already" in said.out
    program("mail", "draft", number, "--again", "--out", str(tmp_path), status=0)


def test_what_cannot_be_meant_is_refused(program: Program) -> None:
    assert "No document is named" in program("mail", "draft", status=2).err
    assert "There is no issued document" in program("mail", "draft", "CK-1999-0001", status=2).err
    both = program("mail", "draft", "CK-2026-0001", "CK-2026-0002", "--to", "a@b.cn", status=2)
    assert "--to stands for 2 documents" in both.err


def test_a_text_for_wechat_is_logged_only_when_it_was_sent(program: Program) -> None:
    letter = issued(program)[0]
    before = program.facts()
    said = program("mail", "text", letter["number"], "--json", status=0).json
    assert letter["number"] in said["text"]
    assert said["logged"] is None
    assert program.facts() == before
    logged = program("mail", "text", letter["number"], "--log", "wechat", status=0)
    assert "Logged as sent by" in logged.out
    dossier = program("customer", letter["customer"], "--json", status=0).out
    assert letter["number"] in dossier
    assert program.facts()[1] == before[1] + 1


def test_the_help_and_the_answer_speak_chinese(program: Program, tmp_path: Path) -> None:
    number = issued(program)[0]["number"]
    assert "草稿" in program("--lang", "zh", "mail", "--help", status=0).out
    assert "收件人" in program("--lang", "zh", "mail", "draft", number, "--out", str(tmp_path), status=0).out


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """A mail server on this computer that it trusts."""
    folder = tmp_path / "authority"
    certificate(folder)
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "ca.pem"))
    with serving(folder) as server:
        yield server


def set_up(program: Program, post: Post, monkeypatch: pytest.MonkeyPatch) -> Answer:
    monkeypatch.setenv("ARCDESK_MAIL_PASSWORD", PASSWORD)
    answer = program(
        "mail", "account", "--set", "--host", "localhost", "--port", str(post.port), "--user", USER, "--from", USER,
        "--pause", "0", "--json", status=0,
    )  # fmt: skip
    monkeypatch.delenv("ARCDESK_MAIL_PASSWORD")
    return answer


def test_the_account_is_set_shown_tested_and_removed(
    program: Program, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program("mail", "account", "--json", status=0).json == {"account": None}
    answer = set_up(program, post, monkeypatch)
    assert answer.json["password_in_keyring"] is True
    assert PASSWORD not in answer.out
    assert (post.logins, post.taken) == ([], [])
    assert "Nothing was sent" in program("mail", "account", "--test", status=0).out
    assert (post.logins, post.taken) == ([(USER, PASSWORD)], [])
    program("mail", "account", "--test", "--to-myself", status=0)
    assert post.recipients() == [USER]
    changed = program("mail", "account", "--set", "--name", "应收组", "--receipt", "--json", status=0).json["account"]
    assert (changed["from_name"], changed["wants_receipt"], changed["host"]) == ("应收组", True, "localhost")
    for path in program.folder.rglob("*"):
        assert not path.is_file() or PASSWORD.encode() not in path.read_bytes()
    program("mail", "account", "--remove", status=0)
    assert "No e-mail account" in program("mail", "account", "--test", status=2).err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "a@b.cn"), "is not the name of a mail server"),
        (("--host", "smtp.b.cn"), "is not an e-mail address"),
        (("--host", "smtp.b.cn", "--from", "a@b.cn", "--security", "none"), "could be read on the way"),
        (("--host", "smtp.b.cn", "--from", "a@b.cn", "--security", "ssl"), "does not protect a connection"),
        (("--host", "smtp.b.cn", "--from", "a@b.cn", "--port", "99999"), "is not a port"),
        (("--host", "smtp.b.cn", "--from", "a@b.cn", "--pause", "9999"), "cannot be meant"),
    ],
)
def test_an_account_that_cannot_be_meant_is_refused(program: Program, options: tuple[str, ...], said: str) -> None:
    assert said in program("mail", "account", "--set", *options, status=2).err
    assert program("mail", "account", "--json", status=0).json == {"account": None}


def test_a_dry_run_connects_to_nothing_and_sending_brings_what_it_said(
    program: Program, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(program, post, monkeypatch)
    number = issued(program)[0]["number"]
    before = program.facts()
    dry = program("mail", "send", number, "--to", "zhou@example.com", "--dry-run", "--json", status=0).json
    assert program.facts() == before
    assert (post.names, post.taken) == ([], [])
    answer = program("mail", "send", number, "--to", "zhou@example.com", "--json", status=0).json
    assert [result["state"] for result in answer["results"]] == ["sent"]
    (message,) = post.messages()
    assert message["Subject"] == dry["would_send"][0]["subject"]
    assert program("mail", "send", number, "--json", status=1).json["held"][0]["reason"] == "held"
    assert [line["state"] for line in program("mail", "outbox", "--json", status=0).json] == ["sent"]


def test_what_failed_is_listed_with_the_servers_words_and_sent_again(
    program: Program, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(program, post, monkeypatch)
    number = issued(program)[0]["number"]
    post.at_recipient["zhou@example.com"] = "550 no such user"
    said = program("mail", "send", number, "--to", "zhou@example.com", status=1)
    assert "550 no such user" in said.out
    assert "被拒收" in program("--lang", "zh", "mail", "outbox", "--failed", status=0).out
    post.at_recipient.clear()
    assert program("mail", "retry", "--json", status=0).json["results"][0]["to"] == ["zhou@example.com"]
    assert "Nothing was sent" in program("mail", "retry", status=1).out


def test_a_wrong_password_is_refused_in_one_line(
    program: Program, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(program, post, monkeypatch)
    number = issued(program)[0]["number"]
    monkeypatch.setenv("ARCDESK_MAIL_PASSWORD", "wrong")
    said = program("mail", "send", number, "--to", "zhou@example.com", status=2)
    assert "does not accept the password" in said.err
    assert program("mail", "outbox", "--json", status=0).json == []


def test_without_a_keyring_the_password_is_asked_for_and_kept_nowhere(
    program: Program, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring
    from keyring.backends.fail import Keyring

    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    try:
        answer = set_up(program, post, monkeypatch)
        assert (answer.json["password_in_keyring"], answer.json["keyring"]) == (False, False)
        assert "asked for at each sending" in program("mail", "account", status=0).out
        number = issued(program)[0]["number"]
        refused = program("mail", "send", number, "--to", "zhou@example.com", status=2)
        assert "is not known here" in refused.err
        monkeypatch.setenv("ARCDESK_MAIL_PASSWORD", PASSWORD)
        program("mail", "send", number, "--to", "zhou@example.com", status=0)
    finally:
        keyring.set_keyring(before)
