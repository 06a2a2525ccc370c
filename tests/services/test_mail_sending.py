"""Sending by e-mail, against a real server on this computer: what arrives, what is kept, how it fails."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from peewee import IntegrityError

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.domain.errors import Refusal
from arcdesk.models.base import proxy
from arcdesk.models.engine import WorkspaceNotWritable
from arcdesk.models.mail import MailAttempt
from arcdesk.services.customers import Person
from arcdesk.services.mail import Choice
from arcdesk.services.mail_account import MailAccount, MailPasswordMissing, NoMailAccount
from arcdesk.services.mail_outbox import OutboxService, Run
from arcdesk.services.mail_refusals import (
    MailCertificateNotTrusted,
    MailDroppedTooOften,
    MailLoginNotOffered,
    MailPasswordWrong,
    MailSenderRefused,
    MailServerRefused,
    MailServerSilent,
    MailServerUnreachable,
    MailTestRefused,
    MailTlsFailed,
    MailTlsNotOffered,
)
from tests.services.desks import NOW, TODAY, customer_id, fen, not_well
from tests.services.mail_books import NAMES, letters
from tests.services.mail_server import PASSWORD, USER, Post, certificate, free_port, serving, silent_server

SetUp = Callable[..., MailAccount]


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("authority")
    certificate(folder)
    return folder


@pytest.fixture
def trusted(authority: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This computer trusts the authority of the tests."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca.pem"))
    return authority


@pytest.fixture
def post(trusted: Path) -> Iterator[Post]:
    with serving(trusted) as server:
        yield server


@pytest.fixture
def set_up(desk: Desk) -> SetUp:
    """Sets up the account at a port of this computer."""

    def saved(port: int, password: str = PASSWORD, **facts: Any) -> MailAccount:
        values = {"host": "localhost", "user": USER, "from_address": USER, "pause_seconds": 0, "timeout_seconds": 5}
        desk.mail_account.save(MailAccount(port=port, **(values | facts)), password)
        return desk.mail_account.needed()

    return saved


def states(run: Run) -> list[str]:
    return [result.state for result in run.results]


def outbox(desk: Desk) -> dict[str, str]:
    return {line.number: line.state for line in desk.outbox.outbox()}


@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_a_letter_arrives_with_its_pdf_over_every_kind_of_connection(
    desk: Desk, set_up: SetUp, trusted: Path, security: str
) -> None:
    (number,) = letters(desk, "C1")
    with serving(trusted, security) as post:
        set_up(post.port, security=security, from_name="恒通应收", reply_to="ar2@example.com", wants_receipt=True)
        run = desk.outbox.send([number])
    assert states(run) == ["sent"]
    assert post.logins == [(USER, PASSWORD)]
    assert post.recipients() == ["c1@example.com"]
    (message,) = post.messages()
    assert message["From"].addresses[0].display_name == "恒通应收"
    assert message["Reply-To"] == message["Disposition-Notification-To"] == "ar2@example.com"
    assert message["Date"].datetime == NOW
    assert message["Message-ID"].endswith("@example.com>")
    assert message["X-Unsent"] is None
    (pdf,) = message.iter_attachments()
    assert (pdf.get_filename(), pdf.get_content()) == (f"{number} {NAMES['C1']}.pdf", desk.documents.pdf(number))


def test_what_was_sent_is_kept_as_evidence_and_as_the_delivery(desk: Desk, set_up: SetUp, post: Post) -> None:
    set_up(post.port)
    (number,) = letters(desk, "C1")
    (result,) = desk.outbox.send([number]).results
    assert result.evidence_id is not None
    ((_, raw),) = post.taken
    assert desk.evidence.read(result.evidence_id).rstrip() == raw.rstrip()
    (kept,) = [each for each in desk.evidence.list(customer_id(desk, "C1")) if each.id == result.evidence_id]
    assert (kept.kind, kept.original_name) == ("email", f"{number}.eml")
    assert desk.documents.find(number).state == "sent"
    delivery = [entry for entry in desk.timeline.of(customer_id(desk, "C1")) if entry.kind == "delivery"]
    assert [entry.text for entry in delivery] == ["c1@example.com"]
    assert not not_well(desk)
    assert desk.evidence.verify().all_well


def test_the_latest_statement_goes_with_the_letter_and_is_recorded_as_sent(
    desk: Desk, set_up: SetUp, post: Post
) -> None:
    set_up(post.port)
    first, second = letters(desk, "C1", "C2")
    old, fresh = (
        desk.statements.issue(customer_id(desk, code), date(2026, 1, 1), until)[0].number
        for code, until in (("C2", date(2026, 8, 1)), ("C1", date(2026, 9, 30)))
    )
    post.at_data[:] = ["451 later"]
    assert states(desk.outbox.send([first, second], Choice(with_statement=True))) == ["later", "sent"]
    assert states(desk.outbox.retry()) == ["sent"]
    names = [[part.get_filename()[:12] for part in message.iter_attachments()] for message in post.messages()]
    assert names == [[second], [first, fresh]]
    assert (desk.documents.find(fresh).state, desk.documents.find(old).state) == ("sent", "issued")


def test_the_same_letter_never_leaves_twice_unasked(desk: Desk, set_up: SetUp, post: Post) -> None:
    set_up(post.port)
    numbers = letters(desk, "C1", "C2")
    desk.outbox.send(numbers[:1])
    assert states(desk.outbox.send([*numbers, numbers[1], numbers[1]])) == ["held", "sent"]
    assert states(desk.outbox.send(numbers)) == ["held", "held"]
    assert len(post.taken) == 2
    assert states(desk.outbox.send(numbers[:1], Choice(again=True))) == ["sent"]


def test_money_that_comes_in_between_two_messages_keeps_the_second_letter(
    desk: Desk, set_up: SetUp, post: Post
) -> None:
    set_up(post.port)
    numbers = letters(desk, "C1", "C2")

    def pays(_result: object) -> None:
        desk.receipts.record(customer_id(desk, "C2"), fen(10000), TODAY, rule="oldest")

    run = desk.outbox.send(numbers, on_result=pays)
    assert states(run) == ["sent", "held"]
    assert "is owed any more" in run.results[1].why
    assert post.recipients() == ["c1@example.com"]


def test_one_recipient_refused_does_not_stop_the_others(desk: Desk, set_up: SetUp, post: Post) -> None:
    set_up(post.port)
    numbers = letters(desk, "C1", "C2", "C3")
    post.at_recipient["c2@example.com"] = "550 5.1.1 no such user"
    run = desk.outbox.send(numbers)
    assert states(run) == ["sent", "refused", "sent"]
    (told,) = run.results[1].told
    assert (told.to, told.code, told.text) == ("c2@example.com", 550, "5.1.1 no such user")
    assert desk.documents.find(numbers[1]).state == "issued"
    assert [line.number for line in desk.outbox.failed()] == [numbers[1]]


def test_a_retry_sends_the_failed_ones_only_and_to_a_mended_address(desk: Desk, set_up: SetUp, post: Post) -> None:
    set_up(post.port)
    numbers = letters(desk, "C1", "C2")
    post.at_recipient["c2@example.com"] = "550 no such user"
    desk.outbox.send(numbers)
    owner = customer_id(desk, "C2")
    (person,) = desk.customers.people(owner)
    desk.customers.save_person(owner, Person(person.id, person.name, email="new@example.com", is_primary=True))
    assert states(desk.outbox.retry()) == ["sent"]
    assert post.recipients() == ["c1@example.com", "new@example.com"]
    assert states(desk.outbox.retry()) == []
    assert desk.outbox.outbox()[0].attempts == 2


def test_of_two_recipients_only_the_refused_one_is_tried_again(desk: Desk, set_up: SetUp, post: Post) -> None:
    set_up(post.port)
    (number,) = letters(desk, "C1")
    post.at_recipient["b@example.com"] = "450 mailbox busy"
    both = Choice(to={number: "a@example.com; b@example.com"})
    assert states(desk.outbox.send([number], both)) == ["partly"]
    assert desk.documents.find(number).state == "sent"
    post.at_recipient.clear()
    assert states(desk.outbox.retry()) == ["sent"]
    assert post.recipients() == ["a@example.com", "b@example.com"]
    assert desk.outbox.failed() == ()


def test_a_temporary_no_waits_for_a_retry(desk: Desk, set_up: SetUp, post: Post) -> None:
    set_up(post.port)
    numbers = letters(desk, "C1", "C2")
    post.at_data[:] = ["452 4.3.1 insufficient storage"]
    assert states(desk.outbox.send(numbers)) == ["later", "sent"]
    assert states(desk.outbox.retry()) == ["sent"]
    assert outbox(desk) == dict.fromkeys(numbers, "sent")


def test_a_message_refused_as_a_whole_is_kept_so(desk: Desk, set_up: SetUp, post: Post) -> None:
    set_up(post.port)
    numbers = letters(desk, "C1", "C2")
    post.at_data[:] = ["554 5.7.1 rejected as spam"]
    assert states(desk.outbox.send(numbers)) == ["refused", "sent"]
    assert desk.evidence.verify().all_well


def test_a_server_that_drops_out_before_the_answer_leaves_it_unclear_and_the_run_goes_on(
    desk: Desk, set_up: SetUp, post: Post
) -> None:
    set_up(post.port)
    numbers = letters(desk, "C1", "C2")
    post.at_data[:] = ["drop after taking"]
    run = desk.outbox.send(numbers)
    assert states(run) == ["unclear", "sent"]
    assert run.results[0].evidence_id is not None
    assert desk.documents.find(numbers[0]).state == "issued"
    assert states(desk.outbox.retry()) == []
    (line,) = desk.mail.plan(numbers[:1])
    assert [reason.rule for reason in line.reasons] == ["unclear"]
    assert len(post.taken) == 2
    assert states(desk.outbox.send(numbers[:1], Choice(again=True))) == ["sent"]


@pytest.mark.parametrize("stage", ["MAIL", "RCPT"])
def test_a_connection_that_breaks_before_the_message_was_out_leaves_it_to_be_sent(
    desk: Desk, set_up: SetUp, post: Post, stage: str
) -> None:
    set_up(post.port)
    numbers = letters(desk, "C1", "C2")
    post.drop_at = stage
    run = desk.outbox.send(numbers)
    assert states(run) == ["later", "sent"]
    assert run.results[0].told[0].text == "The server broke off the connection."
    assert states(desk.outbox.retry()) == ["sent"]
    assert sorted(post.recipients()) == ["c1@example.com", "c2@example.com"]


@pytest.mark.parametrize("where", ["data", "recipient"])
def test_a_server_that_refuses_and_hangs_up_has_refused(desk: Desk, set_up: SetUp, post: Post, where: str) -> None:
    set_up(post.port)
    numbers = letters(desk, "C1", "C2")
    post.drop_at = "RSET"
    if where == "data":
        post.at_data[:] = ["554 spam"]
    else:
        post.at_recipient["c1@example.com"] = "550 no such user"
    assert states(desk.outbox.send(numbers)) == ["refused", "sent"]


def test_an_answer_that_means_nothing_after_the_message_is_no_refusal(desk: Desk, set_up: SetUp, post: Post) -> None:
    set_up(post.port)
    numbers = letters(desk, "C1", "C2")
    post.at_data[:] = ["what?"]
    assert states(desk.outbox.send(numbers)) == ["unclear", "sent"]


def test_a_letter_whose_pdf_is_damaged_stays_and_the_others_go(desk: Desk, set_up: SetUp, post: Post) -> None:
    set_up(post.port)
    numbers = letters(desk, "C1", "C2")
    file = desk.evidence.file_of(desk.documents.find(numbers[0]).sha256)
    file.chmod(0o600)
    file.write_bytes(b"%PDF-1.4 altered")
    run = desk.outbox.send(numbers)
    assert states(run) == ["held", "sent"]
    assert "missing or altered" in run.results[0].why


@pytest.mark.parametrize(("stage", "state"), [("MAIL", "later"), ("DATA", "unclear")])
def test_a_server_that_falls_silent_is_waited_for_no_longer_than_the_limit(
    desk: Desk, set_up: SetUp, post: Post, stage: str, state: str
) -> None:
    set_up(post.port, timeout_seconds=1)
    numbers = letters(desk, "C1", "C2")
    post.silent_at = stage
    assert states(desk.outbox.send(numbers)) == [state, "sent"]


def test_a_server_that_drops_out_again_and_again_is_left_alone(desk: Desk, set_up: SetUp, post: Post) -> None:
    set_up(post.port)
    numbers = letters(desk, "C1", "C2", "C3", "C4")
    post.at_data[:] = ["drop"] * 4
    run = desk.outbox.send(numbers)
    assert states(run) == ["unclear"] * 3
    assert isinstance(run.stopped, MailDroppedTooOften)
    assert run.left == (numbers[3],)


def test_a_server_that_ends_the_session_is_called_again(desk: Desk, set_up: SetUp, post: Post) -> None:
    set_up(post.port)
    numbers = letters(desk, "C1", "C2")
    post.at_recipient["c1@example.com"] = "421 too many messages, closing"
    assert states(desk.outbox.send(numbers)) == ["later", "sent"]
    assert len(post.logins) == 2


def test_a_wrong_password_stops_the_run_before_anything_is_sent(desk: Desk, set_up: SetUp, post: Post) -> None:
    set_up(post.port, password="wrong")  # noqa: S106 - that is the point
    numbers = letters(desk, "C1", "C2")
    run = desk.outbox.send(numbers)
    assert isinstance(run.stopped, MailPasswordWrong)
    assert (run.results, run.left) == ((), tuple(numbers))
    assert set(post.logins) == {(USER, "wrong")}
    assert len(post.names) == 1
    assert outbox(desk) == {}


def test_a_sender_that_the_server_refuses_stops_the_run(desk: Desk, set_up: SetUp, post: Post) -> None:
    set_up(post.port)
    numbers = letters(desk, "C1", "C2")
    post.at_sender = "553 mail from must equal authorized user"
    run = desk.outbox.send(numbers)
    assert isinstance(run.stopped, MailSenderRefused)
    assert (states(run), run.left) == (["refused"], (numbers[1],))
    post.at_sender = ""
    assert states(desk.outbox.retry()) == ["sent"]


def test_a_certificate_that_is_not_trusted_stops_before_the_password(
    desk: Desk, set_up: SetUp, authority: Path
) -> None:
    numbers = letters(desk, "C1")
    with serving(authority) as post:
        set_up(post.port)
        run = desk.outbox.send(numbers)
    assert isinstance(run.stopped, MailCertificateNotTrusted)
    assert (post.logins, post.taken) == ([], [])


def test_a_certificate_of_another_host_is_not_trusted(desk: Desk, set_up: SetUp, trusted: Path, tmp_path: Path) -> None:
    own = tmp_path / "other"
    chain, key = certificate(own, "mail.example.com")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    with serving(trusted, ssl_context=context) as post:
        set_up(post.port)
        with pytest.raises(MailCertificateNotTrusted):
            desk.outbox.test()
    assert post.logins == []


@pytest.mark.parametrize(
    ("server", "security", "refusal"),
    [("none", "starttls", MailTlsNotOffered), ("none", "tls", MailTlsFailed), ("tls", "starttls", MailServerSilent)],
)
def test_no_connection_falls_back_to_an_unprotected_one(
    desk: Desk, set_up: SetUp, trusted: Path, server: str, security: str, refusal: type[Refusal]
) -> None:
    with serving(trusted, server) as post:
        set_up(post.port, security=security, timeout_seconds=1)
        with pytest.raises(refusal):
            desk.outbox.test()
    assert (post.logins, post.taken) == ([], [])


def test_nobody_listens_or_nobody_answers(desk: Desk, set_up: SetUp) -> None:
    numbers = letters(desk, "C1")
    set_up(free_port())
    assert isinstance(desk.outbox.send(numbers).stopped, MailServerUnreachable)
    with silent_server() as port:
        set_up(port, security="none", timeout_seconds=1)
        assert isinstance(desk.outbox.send(numbers).stopped, MailServerSilent)
    with silent_server(b"554 go away\r\n") as port:
        set_up(port, security="none", timeout_seconds=1)
        assert isinstance(desk.outbox.send(numbers).stopped, MailServerRefused)
    assert outbox(desk) == {}


def test_a_name_that_does_not_resolve_is_said(
    desk: Desk, set_up: SetUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    set_up(465, host="smtp.example.com")
    with pytest.raises(MailServerUnreachable, match="Name or service not known"):
        desk.outbox.test()


def test_a_server_without_a_login_is_said(desk: Desk, set_up: SetUp, trusted: Path) -> None:
    with serving(trusted, authenticator=None, auth_required=False, auth_exclude_mechanism=["LOGIN", "PLAIN"]) as post:
        set_up(post.port)
        with pytest.raises(MailLoginNotOffered):
            desk.outbox.test()


def test_a_server_that_needs_no_login_takes_letters_without_a_user(desk: Desk, set_up: SetUp, trusted: Path) -> None:
    numbers = letters(desk, "C1")
    with serving(trusted, auth_required=False) as post:
        set_up(post.port, user="", password="")
        assert states(desk.outbox.send(numbers)) == ["sent"]
    assert post.logins == []


def test_a_message_larger_than_the_server_takes_is_not_offered(desk: Desk, set_up: SetUp, trusted: Path) -> None:
    numbers = letters(desk, "C1")
    with serving(trusted, data_size_limit=2000) as post:
        set_up(post.port)
        run = desk.outbox.send(numbers)
    assert states(run) == ["refused"]
    assert post.taken == []


def test_the_test_connects_and_sends_nothing_or_one_message_to_oneself(desk: Desk, set_up: SetUp, post: Post) -> None:
    set_up(post.port)
    desk.outbox.test()
    assert (post.logins, post.taken) == ([(USER, PASSWORD)], [])
    desk.outbox.test(to_oneself=True)
    assert post.recipients() == [USER]
    post.at_data[:] = ["550 no"]
    with pytest.raises(MailTestRefused, match="550 no"):
        desk.outbox.test(to_oneself=True)
    assert outbox(desk) == {}


def test_a_dot_at_the_start_of_a_line_arrives_as_it_was(desk: Desk, set_up: SetUp, post: Post) -> None:
    from arcdesk.services.mail_transport import connect

    account = set_up(post.port)
    raw = b"Subject: dots\r\n\r\n.\r\n..two\r\n.end"
    with connect(account, PASSWORD) as connection:
        assert connection.deliver(USER, ["a@example.com"], raw).state == "sent"
    assert post.taken == [(["a@example.com"], raw + b"\r\n")]


def test_the_server_is_told_nothing_of_this_computer(desk: Desk, set_up: SetUp, post: Post) -> None:
    set_up(post.port)
    desk.outbox.send(letters(desk, "C1"))
    assert post.names == ["[127.0.0.1]"]
    (message,) = post.messages()
    assert not any(socket.gethostname() in str(message[name]).split("@")[-1] for name in ("Message-ID", "From"))


def test_the_pause_lies_between_two_messages_and_cancel_is_heard_in_it(desk: Desk, set_up: SetUp, post: Post) -> None:
    set_up(post.port, pause_seconds=3)
    numbers = letters(desk, "C1", "C2", "C3")
    slept: list[float] = []
    own = OutboxService(desk._work, desk.mail, desk.mail_account, desk.evidence, slept.append)

    class Stopped(Exception):
        pass

    def progress(done: int, _total: int) -> None:
        if done == 2 and len(slept) > 20:
            raise Stopped

    with pytest.raises(Stopped):
        own.send(numbers, progress=progress)
    assert round(sum(slept), 1) == round(3 + (len(slept) - 15) * 0.2, 1)
    assert sorted(outbox(desk)) == numbers[:2]
    assert len(post.taken) == 2


def test_a_program_killed_while_sending_leaves_not_known(
    desk: Desk, set_up: SetUp, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(post.port)
    numbers = letters(desk, "C1")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(desk.outbox, "_keep", killed)
    with pytest.raises(KeyboardInterrupt):
        desk.outbox.send(numbers)
    monkeypatch.undo()
    assert outbox(desk) == {numbers[0]: "unclear"}
    assert states(desk.outbox.send(numbers)) == ["held"]


def test_attempts_are_appended_and_never_changed(desk: Desk, set_up: SetUp, post: Post) -> None:
    set_up(post.port)
    desk.outbox.send(letters(desk, "C1"))
    assert [row.state for row in MailAttempt.select().order_by(MailAttempt.id)] == ["sending", "sent"]
    for statement in ("UPDATE mail_attempt SET state = 'sent'", "DELETE FROM mail_attempt"):
        with pytest.raises(IntegrityError, match="append-only"):
            proxy.execute_sql(statement)


def test_without_an_account_or_a_password_nothing_is_sent(desk: Desk, set_up: SetUp, post: Post) -> None:
    numbers = letters(desk, "C1")
    with pytest.raises(NoMailAccount):
        desk.outbox.send(numbers)
    account = set_up(post.port)
    desk.secrets.delete(account.secret_name)
    with pytest.raises(MailPasswordMissing):
        desk.outbox.send(numbers)
    desk.mail_account.use_once(account, PASSWORD)
    assert states(desk.outbox.send(numbers)) == ["sent"]


def test_a_read_only_workspace_sends_nothing(desk: Desk, set_up: SetUp, post: Post) -> None:
    set_up(post.port)
    numbers = letters(desk, "C1")
    desk.workspace.close()
    reader = bootstrap.build(desk.workspace.folder, FixedClock(NOW), write=False)
    try:
        with pytest.raises(WorkspaceNotWritable):
            reader.outbox.send(numbers)
    finally:
        reader.close()
    assert (post.logins, post.taken) == ([], [])
