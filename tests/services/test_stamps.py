"""Time stamps over the head of the log: requests as an authority reads them, replies as one signs them (RFC 3161)."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import tsp
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import Refusal
from arcdesk.models.audit import AuditEvent, TimeStamp
from arcdesk.models.base import proxy
from arcdesk.services import stamp_reply, stamp_signature, stamps
from arcdesk.services.evidence_files import EvidenceFileMissing, ExportExists
from arcdesk.services.stamp_reply import as_response, read_reply
from arcdesk.services.stamp_signature import check_signature
from tests.services.desks import make_desk, set_day, table_rows
from tests.services.tsa import WHEN, Authority

OPENSSL = shutil.which("openssl")


def asked(desk: Desk, folder: Path, name: str = "head") -> stamps.StampRequest:
    return desk.stamps.request(folder / name)


def replied(folder: Path, content: bytes, name: str = "reply.tsr") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def stamped(desk: Desk, folder: Path, authority: Authority | None = None, name: str = "head") -> stamps.Stamp:
    request = asked(desk, folder, name)
    answer = (authority or Authority()).answer(request.file.read_bytes())
    return desk.stamps.attach(replied(folder, answer, f"{name}.tsr"))


def test_the_request_asks_for_a_stamp_over_the_head_of_the_log(desk: Desk, tmp_path: Path) -> None:
    request = asked(desk, tmp_path)
    last = AuditEvent.select().order_by(AuditEvent.seq.desc()).first()
    assert (request.event, request.head) == (last.seq, last.hash)
    parsed = tsp.TimeStampReq.load(request.file.read_bytes(), strict=True).native
    assert parsed["message_imprint"]["hash_algorithm"]["algorithm"] == "sha256"
    assert parsed["message_imprint"]["hashed_message"].hex() == request.head
    assert parsed["cert_req"] is True
    assert f"{parsed['nonce']:x}" == json.loads(last.body)["nonce"]
    assert hashlib.sha256(request.data.read_bytes()).hexdigest() == request.head


def test_two_requests_have_two_numbers_and_overwrite_nothing(desk: Desk, tmp_path: Path) -> None:
    first, second = asked(desk, tmp_path, "a"), asked(desk, tmp_path, "b.tsq")
    assert second.file.name == "b.tsq"
    assert first.head != second.head
    nonces = {tsp.TimeStampReq.load(r.file.read_bytes())["nonce"].native for r in (first, second)}
    assert len(nonces) == 2
    before = AuditEvent.select().count()
    with pytest.raises(ExportExists):
        asked(desk, tmp_path, "a")
    with pytest.raises(Refusal):
        asked(desk, tmp_path / "nowhere", "a")
    assert AuditEvent.select().count() == before


def test_in_a_folder_the_request_gets_a_name_of_its_own(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for target in (tmp_path, Path()):
        made = desk.stamps.request(target)
        assert made.file.name == "arcdesk-20261008-090000.tsq"
        assert (tmp_path / made.file.name).is_file()
        for file in (made.file, made.data):
            file.unlink()


@pytest.mark.parametrize("bare", [False, True], ids=["reply", "token"])
@pytest.mark.parametrize(
    "authority",
    [Authority(), Authority("rsa-named", digest="sha512"), Authority("rsa-pss"), Authority("ec", digest="sha384"),
     Authority("ec", ess="v1"), Authority("ed25519", digest="sha512"), Authority(status="granted_with_mods")],
    ids=lambda a: f"{a.kind}-{a.digest}-{a.ess}",
)  # fmt: skip
def test_a_reply_is_kept_with_who_signed_it_and_when(
    desk: Desk, tmp_path: Path, authority: Authority, *, bare: bool
) -> None:
    request = asked(desk, tmp_path)
    answer = authority.token if bare else authority.answer
    stamp = desk.stamps.attach(replied(tmp_path, answer(request.file.read_bytes())))
    assert (stamp.event, stamp.head, stamp.state) == (request.event, request.head, "sound")
    assert (stamp.stamped_at, stamp.authority) == (WHEN, authority.name)
    assert (stamp.serial, stamp.policy) == ("123456789ABCDEF", "1.2.3.4.1")
    report = desk.evidence.verify()
    assert report.all_well
    assert report.stamps.stamped_to == stamp
    (event,) = [json.loads(row[4]) for row in table_rows("audit_event") if row[2] == "evidence.stamped"]
    assert (event["event"], event["head"], event["serial"]) == (request.event, request.head, stamp.serial)
    assert desk.stamps.list() == (stamp,)


REFUSED: list[tuple[dict[str, Any], type[Refusal]]] = [
    ({"status": "rejection", "said": "请求无效"}, stamp_reply.StampNotGranted),
    ({"status": "waiting"}, stamp_reply.StampNotGranted),
    ({"nonce": 12345}, stamps.StampNonceWrong),
    ({"imprint_digest": "sha512"}, stamp_reply.StampOtherDigest),
    ({"digest": "sha1"}, stamp_signature.StampSchemeUnknown),
    ({"with_certificate": False}, stamp_signature.StampWithoutCertificate),
    ({"purposes": ()}, stamp_signature.StampCertificateUnfit),
    ({"purposes": (ExtendedKeyUsageOID.CODE_SIGNING,)}, stamp_signature.StampCertificateUnfit),
    ({"valid_days": (-60, -30)}, stamp_signature.StampCertificateUnfit),
    ({"valid_days": (1, 30)}, stamp_signature.StampCertificateUnfit),
    ({"ess": ""}, stamp_reply.StampUnreadable),
    ({"when": WHEN - timedelta(days=1)}, stamps.StampTimeImplausible),
    ({"when": WHEN + timedelta(hours=1)}, stamps.StampTimeImplausible),
]


@pytest.mark.parametrize(("bent", "refusal"), REFUSED, ids=[f"{next(iter(b))}-{n}" for n, (b, _) in enumerate(REFUSED)])
def test_a_reply_that_proves_nothing_is_refused_and_not_kept(
    desk: Desk, tmp_path: Path, bent: dict[str, Any], refusal: type[Refusal]
) -> None:
    request = asked(desk, tmp_path)
    file = replied(tmp_path, replace(Authority(), **bent).answer(request.file.read_bytes()))
    before = AuditEvent.select().count()
    with pytest.raises(refusal) as told:
        desk.stamps.attach(file)
    assert told.type is refusal
    assert "{" not in str(told.value)
    if "said" in bent:
        assert "请求无效" in str(told.value)
    assert not table_rows("time_stamp")
    assert AuditEvent.select().count() == before


def test_forged_words_do_not_pass(desk: Desk, tmp_path: Path) -> None:
    request = asked(desk, tmp_path).file.read_bytes()
    earlier = replace(Authority(), when=WHEN - timedelta(seconds=20)).info(request)
    forged = Authority(tampered={"content": earlier}).answer(request)
    with pytest.raises(stamp_signature.StampForged):
        desk.stamps.attach(replied(tmp_path, forged))


def test_the_certificate_of_another_cannot_be_put_in_its_place(desk: Desk, tmp_path: Path) -> None:
    request = asked(desk, tmp_path).file.read_bytes()
    genuine, other = Authority(), Authority(name="别的时间戳机构的名称 TSA ")
    swapped = genuine.answer(request)
    old, new = ("联合信任测试时间戳 TSA".encode(), "联合信用测试时间戳 TSA".encode())
    assert len(old) == len(new)
    assert other.name not in swapped.decode("utf-8", "ignore")
    with pytest.raises(Refusal):
        desk.stamps.attach(replied(tmp_path, swapped.replace(old, new)))


def test_a_stamp_over_something_else_is_not_ours(desk: Desk, tmp_path: Path) -> None:
    asked(desk, tmp_path)
    foreign = stamp_reply.request_bytes("ab" * 32, 7)
    with pytest.raises(stamps.StampOfSomethingElse, match="abab"):
        desk.stamps.attach(replied(tmp_path, Authority().answer(foreign)))


def test_a_head_printed_on_a_bundle_may_be_stamped_too_and_no_nonce_is_needed(desk: Desk, tmp_path: Path) -> None:
    head = AuditEvent.select().order_by(AuditEvent.seq.desc()).first()
    answer = Authority().answer(stamp_reply.request_bytes(head.hash, 99))
    assert desk.stamps.attach(replied(tmp_path, answer)).event == head.seq
    request = asked(desk, tmp_path)
    without = replace(Authority(), nonce=None).answer(request.file.read_bytes())
    assert desk.stamps.attach(replied(tmp_path, without, "b.tsr")).event == request.event


def test_the_same_reply_is_attached_once(desk: Desk, tmp_path: Path) -> None:
    stamp = stamped(desk, tmp_path)
    with pytest.raises(stamps.StampAttachedAlready, match=str(stamp.id)):
        desk.stamps.attach(tmp_path / "head.tsr")


def test_a_missing_a_huge_and_a_foreign_file_are_one_sentence(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(EvidenceFileMissing):
        desk.stamps.attach(tmp_path / "nowhere.tsr")
    with pytest.raises(EvidenceFileMissing):
        desk.stamps.attach(tmp_path)
    with pytest.raises(stamp_reply.StampTooLarge):
        desk.stamps.attach(replied(tmp_path, bytes(stamp_reply.MOST_BYTES + 1)))
    no_reply = (b"", b"\x30", b"%PDF-1.7", b"\x30\x80\x00\x00", b"\x30\x84\xff\xff\xff\xff", b"\x30\x03\x06\x01\x01")
    for content in no_reply:
        with pytest.raises(stamp_reply.StampUnreadable):
            desk.stamps.attach(replied(tmp_path, content))


@pytest.fixture(scope="module")
def request_and_reply() -> tuple[bytes, bytes]:
    request = stamp_reply.request_bytes("5a" * 32, 1 << 62)
    return request, Authority().answer(request)


def test_no_reply_that_was_cut_off_is_read(request_and_reply: tuple[bytes, bytes]) -> None:
    _, reply = request_and_reply
    for length in range(len(reply)):
        with pytest.raises((stamp_reply.StampUnreadable, stamp_reply.StampNotGranted)):
            read_reply(reply[:length], "cut.tsr")
    with pytest.raises(stamp_reply.StampUnreadable):
        read_reply(reply + b"\x00", "longer.tsr")


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 1 << 30), bit=st.integers(0, 7))
def test_no_flipped_bit_changes_what_is_believed(request_and_reply: tuple[bytes, bytes], at: int, bit: int) -> None:
    _, reply = request_and_reply
    bent = bytearray(reply)
    bent[at % len(reply)] ^= 1 << bit
    try:
        token = read_reply(bytes(bent), "bent.tsr")
        signer = check_signature(token, "bent.tsr")
    except Refusal:
        return
    assert (token.imprint, token.stamped_at, token.nonce) == ("5a" * 32, WHEN, 1 << 62)
    assert signer.authority == Authority().name


@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_refusal(content: bytes) -> None:
    with pytest.raises(Refusal):
        check_signature(read_reply(content, "x"), "x")


def altered(sql: str, *, table: str) -> None:
    """Change what the database refuses to change, as somebody with the key would."""
    for verb in ("update", "delete"):
        proxy.execute_sql(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
    proxy.execute_sql(sql)


def test_the_database_keeps_stamps_as_they_are(desk: Desk, tmp_path: Path) -> None:
    stamped(desk, tmp_path)
    for sql in ("UPDATE time_stamp SET authority = 'x'", "DELETE FROM time_stamp"):
        with pytest.raises(Exception, match="append-only"):
            proxy.execute_sql(sql)


def test_a_log_rewritten_from_end_to_end_no_longer_fits_its_stamp(desk: Desk, tmp_path: Path) -> None:
    from arcdesk.domain.audit import GENESIS, canonical_json, chain_hash

    desk.company.set_preference("a", 1)
    stamp = stamped(desk, tmp_path)
    previous = GENESIS
    altered("SELECT 1", table="audit_event")
    for row in list(AuditEvent.select().order_by(AuditEvent.seq)):
        event = json.loads(row.body)
        event["actor"] = "somebody else"
        previous = chain_hash(previous, event)
        AuditEvent.update(body=canonical_json(event).decode(), hash=previous).where(AuditEvent.seq == row.seq).execute()
    report = desk.evidence.verify()
    assert report.chain_ok  # every hash fits the one before: only the stamp tells
    assert not report.all_well
    (found,) = report.stamps.stamps
    assert (found.id, found.state) == (stamp.id, "changed_log")
    assert report.stamps.stamped_to is None


def test_events_changed_before_a_stamp_and_after_it_are_told_apart(desk: Desk, tmp_path: Path) -> None:
    first = stamped(desk, tmp_path)
    desk.company.set_preference("a", 1)
    second = stamped(desk, tmp_path, name="second")
    changed = f"UPDATE audit_event SET body = replace(body, '\"a\"', '\"b\"') WHERE seq = {second.event - 1}"  # noqa: S608
    altered(changed, table="audit_event")
    report = desk.evidence.verify()
    assert report.chain_broken_at == second.event - 1
    assert [s.state for s in report.stamps.stamps] == ["sound", "changed_log"]
    assert report.stamps.stamped_to == first


@pytest.mark.parametrize(
    ("sql", "state", "missing"),
    [
        ("UPDATE time_stamp SET reply = zeroblob(100)", "damaged", 0),
        ("UPDATE time_stamp SET authority = '别人'", "damaged", 0),
        ("UPDATE time_stamp SET stamped_at = '2020-01-01T00:00:00+00:00'", "damaged", 0),
        ("UPDATE time_stamp SET event_seq = 1", "changed_log", 0),
        ("DELETE FROM time_stamp", None, 1),
    ],
)
def test_a_stamp_that_was_altered_or_taken_away_is_found(
    desk: Desk, tmp_path: Path, sql: str, state: str | None, missing: int
) -> None:
    stamped(desk, tmp_path)
    altered(sql, table="time_stamp")
    report = desk.evidence.verify()
    assert [s.state for s in report.stamps.stamps] == ([state] if state else [])
    assert report.stamps.missing == missing
    assert not report.all_well


def test_a_reply_comes_late_and_the_log_has_gone_on(desk: Desk, tmp_path: Path) -> None:
    request = asked(desk, tmp_path)
    set_day(desk, "2026-10-20")
    desk.company.set_preference("a", 1)
    stamp = desk.stamps.attach(replied(tmp_path, Authority().answer(request.file.read_bytes())))
    assert stamp.event == request.event
    assert stamp.event < AuditEvent.select().count()


def test_a_reader_beside_the_window_writes_neither(desk: Desk, tmp_path: Path) -> None:
    request = asked(desk, tmp_path)
    reply = replied(tmp_path, Authority().answer(request.file.read_bytes()))
    desk.workspace.can_write = False  # type: ignore[misc]
    for act in (lambda: asked(desk, tmp_path, "two"), lambda: desk.stamps.attach(reply)):
        with pytest.raises(Refusal):
            act()
    assert not (tmp_path / "two.tsq").exists()


def test_stamps_survive_closing_and_opening(tmp_path: Path) -> None:
    from arcdesk import bootstrap

    desk = make_desk(tmp_path / "workspace")
    stamp = stamped(desk, tmp_path)
    desk.close()
    again = bootstrap.build(tmp_path / "workspace", desk.clock)
    assert again.stamps.list() == (stamp,)
    assert bytes(TimeStamp.get().reply) == (tmp_path / "head.tsr").read_bytes()
    again.close()


def openssl(*words: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(OPENSSL), *map(str, words)], cwd=folder, check=False, capture_output=True, text=True
    )  # fmt: skip


@pytest.mark.skipif(not OPENSSL, reason="needs the openssl program")
def test_openssl_reads_our_request_and_verifies_the_reply_against_the_head(desk: Desk, tmp_path: Path) -> None:
    request = asked(desk, tmp_path)
    shown = openssl("ts", "-query", "-in", request.file, "-text", folder=tmp_path).stdout
    assert "Hash Algorithm: sha256" in shown
    assert "Certificate required: yes" in shown
    authority = Authority()
    (tmp_path / "root.pem").write_bytes(authority.pem())
    wanted = request.file.read_bytes()
    for content in (authority.answer(wanted), as_response(authority.token(wanted))):
        (tmp_path / "x.tsr").write_bytes(content)
        for what in (("-digest", request.head), ("-data", request.data), ("-queryfile", request.file)):
            run = openssl(
                "ts", "-verify", *what, "-in", "x.tsr", "-CAfile", "root.pem", "-partial_chain", "-attime",
                str(int(WHEN.timestamp())), folder=tmp_path,
            )  # fmt: skip
            assert run.returncode == 0, run.stderr
            assert "Verification: OK" in run.stdout


CONFIG = """
[tsa]
default_tsa = own
[own]
serial = ./serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.5
digests = sha256
accuracy = secs:1
ess_cert_id_chain = yes
ess_cert_id_alg = sha256
[ext]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
[req]
distinguished_name = dn
[dn]
"""


@pytest.mark.skipif(not OPENSSL, reason="needs the openssl program")
def test_a_reply_made_by_openssl_is_attached(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    (tmp_path / "tsa.cnf").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "serial").write_text("0A\n", encoding="utf-8")
    made = openssl(
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem", "-days", "30",
        "-subj", "/CN=OpenSSL TSA", "-config", "tsa.cnf", "-extensions", "ext", folder=tmp_path,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    desk = make_desk(tmp_path / "workspace", datetime.now(UTC).replace(microsecond=0))
    request = asked(desk, tmp_path)
    reply = openssl(
        "ts", "-reply", "-config", "tsa.cnf", "-section", "own", "-queryfile", request.file, "-inkey", "key.pem",
        "-signer", "cert.pem", "-out", "real.tsr", folder=tmp_path,
    )  # fmt: skip
    assert reply.returncode == 0, reply.stderr
    stamp = desk.stamps.attach(tmp_path / "real.tsr")
    assert (stamp.authority, stamp.policy, stamp.serial) == ("OpenSSL TSA", "1.2.3.4.5", "B")
    assert stamp.event == request.event
    desk.close()
