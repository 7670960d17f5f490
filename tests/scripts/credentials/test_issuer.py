"""issuer and subject: claims from a file, credentials that hold, renewed, revoked, declined, listed."""

import json
from pathlib import Path

import pytest

from scripts import documents, issuer, parameters, subject
from scripts.credentials import checking, records
from scripts.credentials.checking import Fault, Refused
from scripts.credentials.form import Credential
from scripts.credentials.ledger import Claims
from tests.fixtures.credentials import faults

FILE = """
defaults:
  lasts: 30 days
  method: {en: We called its office., zh: 致电其办公室。}
claims:
  - subject: merchant1
    kind: business
    name: {en: Kiln & Cup Ltd}
    registration: {register: {en: Companies House}, number: "00987654", country: GB}
  - subject: merchant2
    kind: brand
    brands: [Northwind]
    lasts: 300 days
  - subject: shopper1
    kind: person
    checked: "2026-01-02"
"""
MERCHANT = "merchant1"

pytestmark = pytest.mark.usefixtures("isolation")


@pytest.fixture
def isolation(isolation, folders) -> None:
    """Whatever a test did is undone, also what issuers wrote down."""
    yield
    for path in parameters.CREDENTIALS.rglob("*.json"):
        path.unlink()


@pytest.fixture(scope="module")
def claims(web3, book) -> Claims:
    """Identity, with nothing claimed."""
    return Claims(web3, book)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three claims."""
    path = tmp_path / "claims.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.fixture
def issued(terminal, file, tmp_path, claims, account) -> dict[str, Credential]:
    """The three are made; the credentials by their kinds, from the files for their subjects."""
    terminal.run(issuer.issue, str(file), f"to={tmp_path / 'given'}")
    found = [records.read(path) for path in (tmp_path / "given").iterdir()]
    assert all(one.issuer == account("issuer") for one in found)
    return {one.kind: one for one in found}


@pytest.fixture
def given(issued, tmp_path) -> dict[str, str]:
    """The subjects' files, by kind."""
    return {records.read(path).kind: str(path) for path in (tmp_path / "given").iterdir()}


def fault(credential: Credential, claims: Claims) -> Fault | None:
    """Why a credential is refused; None where it holds."""
    try:
        checking.verify(credential.data, claims.place, claims.witness())
    except Refused as refusal:
        return refusal.fault
    return None


def test_default_behavior(issued, claims, account):
    """Signed by the node's unlocked account, on the chain, and right in the eyes of another implementation."""
    assert set(issued) == {"business", "brand", "person"}
    assert [fault(one, claims) for one in issued.values()] == [None] * 3
    proof = {"proofPurpose": "assertionMethod"}
    assert faults([("credential", one.document, proof) for one in issued.values()]) == [[]] * 3
    assert issued["person"].said == {"method": issued["brand"].method, "checked": "2026-01-02"}
    assert issued["brand"].subject == account("merchant2")
    assert issued["brand"].expires - issued["brand"].issued == 300 * parameters.DAY


def test_again_makes_nothing_twice(terminal, issued, file, web3):
    block = web3.eth.block_number
    assert "All of it is issued already." in terminal.run(issuer.issue, str(file))
    assert web3.eth.block_number == block


def test_goes_on_after_an_interruption(terminal, issued, file):
    file.write_text(FILE + "  - {subject: shopper2, kind: email}\n", encoding="utf-8")
    output = terminal.run(issuer.issue, str(file))
    assert "issue 1 claim." in output
    assert "issue email of shopper2" in output


def test_something_else_is_refused(terminal, issued, file):
    file.write_text(FILE.replace("00987654", "00987655"), encoding="utf-8")
    assert "says something else" in terminal.refused(issuer.issue, str(file))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (("kind: business", "kind: friend"), "no kind of claim"),
        (("brands: [Northwind]", "name: {en: Northwind}"), "claim 2: A claim of the kind brand needs brands"),
        (("kind: person", "kind: person\n    name: {en: Zebulon}"), "claim 3: A claim of the kind person does not say"),
        (("subject: shopper1", "subject: nobody1"), "no role"),
        (("lasts: 300 days", "lasts: 300"), "not a duration"),
        (("lasts: 300 days", 'expires: "2001-01-01T00:00:00Z"'), "expired already"),
        (("lasts: 300 days", 'lasts: 300 days\n    expires: "2099-01-01T00:00:00Z"'), "not both"),
        (("lasts: 30 days", "until: 30 days"), "not a known field"),
        (("checked:", "telephone: {en: a}\n    checked:"), "not a known field"),
        (
            ("subject: merchant2\n    kind: brand\n    brands: [Northwind]", "subject: shopper1\n    kind: person"),
            "twice",
        ),
        (("subject: shopper1", "subject: issuer"), "another account"),
        (("en: We called its office.", "en: ''"), "is empty"),
    ],
)
def test_a_wrong_file_does_nothing(terminal, file, web3, wrong, words):
    block = web3.eth.block_number
    file.write_text(FILE.replace(*wrong), encoding="utf-8")
    assert words in terminal.refused(issuer.issue, str(file))
    assert web3.eth.block_number == block
    assert not [*parameters.CREDENTIALS.rglob("*.json")]


def test_renew(terminal, issued, claims, account):
    output = terminal.run(issuer.renew, "merchant1", "business", "lasts=90 days")

    path = Path(output.split("to keep: ")[1].splitlines()[0])
    later = records.read(path)
    assert fault(later, claims) is None
    assert fault(issued["business"], claims) is Fault.REPLACED
    assert {**later.said, "checked": ""} == {**issued["business"].said, "checked": ""}
    assert later.expires > issued["business"].expires


def test_expired(terminal, issued, claims, later, file):
    """What ran out is renewed, also by the same file; what did not stays."""
    later(31)
    assert fault(issued["business"], claims) is Fault.EXPIRED
    output = terminal.run(issuer.issue, str(file))
    assert "renew business of merchant1" in output
    assert "brand of merchant2 is issued already" in output


def test_revoke(terminal, issued, claims, account, web3):
    terminal.run(issuer.revoke, "merchant2", "brand", "reason=The licence ended.", "reason_zh=授权已终止。")

    assert fault(issued["brand"], claims) is Fault.REVOKED
    (path,) = (path for path in parameters.LIBRARY.rglob("*") if path.is_file())
    assert json.loads(path.read_bytes())["text"] == {"en": "The licence ended.", "zh": "授权已终止。"}
    log = claims.contract.events.ClaimRevoked().get_logs(from_block=web3.eth.block_number)[0]
    assert log["args"]["document"].hex() == documents.sha256(path.read_bytes())
    assert "not issued, or revoked" in terminal.refused(issuer.revoke, "merchant2", "brand")
    assert "This claim is revoked" in terminal.refused(issuer.renew, "merchant2", "brand")


def test_issued_anew_after_a_revocation(terminal, issued, claims, file):
    terminal.run(issuer.revoke, "merchant1", "business")
    assert "issue business of merchant1" in terminal.run(issuer.issue, str(file))
    assert fault(issued["business"], claims) is Fault.REPLACED


def test_list_and_expiring(terminal, issued, claims):
    terminal.run(issuer.revoke, "shopper1", "person")
    listed = terminal.run(issuer.list)
    assert "merchant2" in listed
    assert "revoked" in listed
    assert (
        records.find(claims.place, *_names(issued["brand"]), claims.claim(*_names(issued["brand"])))[0].name in listed
    )
    soon = terminal.run(issuer.expiring, "days=40")
    assert "merchant1" in soon
    assert "merchant2" not in soon
    assert "shopper1" not in soon


def _names(credential: Credential) -> tuple[str, str, str]:
    return credential.issuer, credential.subject, credential.kind


def test_no_record_no_renewal(terminal, issued):
    for path in parameters.CREDENTIALS.rglob("*.json"):
        path.unlink()
    assert "no record" in terminal.refused(issuer.renew, "merchant1", "business")


def test_declined(terminal, issued, claims, file):
    """A subject wants no such claim, and none to come; and may think better of it."""
    terminal.run(subject.decline, "issuer", "business")
    assert fault(issued["business"], claims) is Fault.DECLINED
    assert "declined" in terminal.run(subject.claims)
    assert "wants no claim" in terminal.refused(issuer.issue, str(file))
    assert "This claim is declined" in terminal.refused(issuer.renew, "merchant1", "business")
    terminal.run(subject.accept, "issuer", "business")
    assert fault(issued["business"], claims) is None


def test_the_transaction_fails(terminal, file, monkeypatch, wallet, claims, account):
    """What was written down for a claim that is not made is gone again."""
    monkeypatch.setattr(Claims, "issue", lambda self, *_: self.revoke(account("merchant1"), "business", bytes(32)))
    assert "not issued" in terminal.refused(issuer.issue, str(file))
    assert not [*parameters.CREDENTIALS.rglob("*.json")]


def test_records_are_the_issuers_own(issued):
    modes = {path.stat().st_mode & 0o777 for path in parameters.CREDENTIALS.rglob("*.json")}
    assert modes == {0o600}


def test_presenting_shows_and_checks_first(terminal, given, account):
    """Without a storefront nothing happens; a revoked one is refused before one is asked."""
    assert "cannot be reached" in terminal.refused(subject.present, given["business"])
    assert "The subject is merchant1, not merchant2." in terminal.refused(
        subject.present, given["business"], "as=merchant2"
    )
    terminal.run(issuer.revoke, "merchant1", "business")
    assert "has revoked" in terminal.refused(subject.present, given["business"])
    assert "cannot be read" in terminal.refused(subject.present, "nowhere.json")


def test_nothing_that_a_credential_says_is_on_the_chain(issued, web3, claims, account):
    """Neither in calldata nor in events: hashes only."""
    words = [b"Kiln", b"Companies", b"00987654", b"Northwind", "致电".encode(), b"office"]
    blocks = [web3.eth.get_block(number, True) for number in range(web3.eth.block_number + 1)]
    sent = [bytes(one["input"]) for block in blocks for one in block["transactions"]]
    logged = [bytes(log["data"]) for log in web3.eth.get_logs({"fromBlock": 0, "address": claims.contract.address})]
    assert len(logged) == 3
    assert not [word for word in words for data in (*sent[-3:], *logged) if word in data]
