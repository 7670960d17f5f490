"""Publishing a credential: by its subject only, for this storefront and once; taking it back; the DID document."""

import json
import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from frontend.claims import questions
from frontend.market import KEY
from frontend.spent import KEPT
from frontend.web import limits
from frontend.wording.credential_faults import FAULTS
from scripts import documents, sealing
from scripts.credentials import form, presentations
from scripts.credentials.checking import Fault
from scripts.credentials.form import Credential
from scripts.credentials.ledger import Claims
from scripts.parameters import DAY
from tests.fixtures.credentials import BUSINESS, faults
from tests.fixtures.javascript import run
from tests.fixtures.shop import Shop, closed_shop
from tests.frontend.desk import signed_in
from tests.frontend.presenting import STRANGER, SUBJECT, Desk, answered

RESOLVE = """
const didkit = require("@spruceid/didkit-wasm-node");
didkit.resolveDID(require("fs").readFileSync(0, "utf8"), "{}").then((found) => console.log(found));
"""


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A market with nothing in it."""
    with closed_shop(tmp_path_factory.mktemp("desk"), lambda _: None) as shop:
        shop.index_once()
        yield shop


@pytest.fixture
def desk(market: Shop, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Each test finds an empty vault, and no claims."""
    snapshot = market.node.rpc("evm_snapshot")
    monkeypatch.setattr(market, "vault", tmp_path / "vault")
    app = market.app()
    limits.limiter.reset()
    yield Desk(market, app.test_client(), Claims(market.web3, market.book), tmp_path / "vault")
    market.node.rpc("evm_revert", snapshot)


def test_default_behavior(desk: Desk) -> None:
    """What was presented is served byte for byte, holds, and is what another implementation takes, too."""
    made = desk.issued()
    asked = desk.ask()
    presentation = desk.sign(made, SUBJECT, asked["domain"], asked["challenge"])

    said = desk.send(presentation)

    assert (said["sha256"], said["subject"], said["kind"]) == (made.sha256, SUBJECT.address, "business")
    answer = desk.client.get(f"/api/v1/credentials/{made.sha256}")
    assert (answer.data, answer.mimetype) == (made.data, "application/vc+ld+json")
    assert answer.headers["Cache-Control"] == "no-store"
    path = f"/credentials/{made.sha256}/state"
    state = answered(desk.client.get("/api/v1" + path), "/credentials/{sha256}/state", 200)
    assert (state["holds"], state["reason"]) == (True, None)
    expected = {"proofPurpose": "authentication", "domain": asked["domain"], "challenge": asked["challenge"]}
    shown = json.loads(answer.data)
    credential = ("credential", shown, {"proofPurpose": "assertionMethod"})
    assert faults([("presentation", presentation, expected), credential]) == [[], []]


def test_a_draft_for_browsers(desk: Desk) -> None:
    """A wallet only signs: the storefront has put everything else together."""
    made = desk.issued()
    assert desk.send(desk.draft(made, SUBJECT))["sha256"] == made.sha256


def test_a_contract_presents_by_its_own_word(desk: Desk) -> None:
    """ERC-1271: what its owner signs, publishes and takes back; the claim's page checks it like any other."""
    wallet = desk.contract(SUBJECT)
    made = desk.issued(wallet)
    desk.refused(Fault.HOLDER, desk.draft(made, STRANGER))
    assert desk.send(desk.draft(made, SUBJECT))["subject"] == wallet
    desk.shop.index_once()
    page = desk.client.get(f"/accounts/{wallet}/claims/{made.issuer}/business?check=1").get_data(as_text=True)
    assert "It holds: form, signature" in page
    assert "Kiln &amp; Cup Ltd" in page
    assert desk.take_back(made, STRANGER, account=wallet).status_code == 403
    assert desk.take_back(made, SUBJECT, account=wallet).status_code == 200
    assert not desk.kept()


def test_no_draft_of_what_does_not_hold(desk: Desk) -> None:
    made = desk.issued()
    desk.shop.send("issuer", desk.claims.revoke(SUBJECT.address, "business", bytes(32)))
    answer = desk.client.post("/api/v1/presentations/drafts", data=made.data)
    assert answered(answer, "/presentations/drafts", 422, "post")["error"] == Fault.REVOKED.value


def test_only_its_subject(desk: Desk) -> None:
    made, asked = desk.issued(), desk.ask()
    desk.refused(Fault.HOLDER, desk.sign(made, STRANGER, asked["domain"], asked["challenge"]))
    others = desk.sign(desk.issued(STRANGER.address), STRANGER, asked["domain"], asked["challenge"])
    others["verifiableCredential"] = made.document
    desk.refused(Fault.SUBJECT, others)
    assert desk.client.put(f"/api/v1/documents/{made.sha256}", data=made.data).status_code in (409, 415, 503)
    desk.shop.index_once()
    answer = desk.client.put(f"/api/v1/documents/{made.sha256}", data=made.data)
    assert (answer.status_code, "by a presentation" in answer.get_json()["error"]) == (415, True)
    assert not desk.kept()


def test_once(desk: Desk) -> None:
    """A presentation that somebody has seen is worth nothing to him, also after its subject took it back."""
    made, asked = desk.issued(), desk.ask()
    presentation = desk.sign(made, SUBJECT, asked["domain"], asked["challenge"])
    desk.send(presentation)
    assert desk.take_back(made, SUBJECT).status_code == 200
    desk.refused(Fault.CHALLENGE, presentation)


def test_once_whatever_this_machines_clock_says(desk: Desk) -> None:
    """The chain's clock may stand still while the machine's runs on: what was used stays used all the same."""
    made, asked = desk.issued(), desk.ask()
    presentation = desk.sign(made, SUBJECT, asked["domain"], asked["challenge"])
    desk.send(presentation)
    for path in (desk.folder / "spent").rglob("*"):
        os.utime(path, (0, 0))
    desk.present(desk.issued())
    assert desk.take_back(made, SUBJECT).status_code == 200
    said = desk.send(presentation, 422)["error"]
    assert said.startswith(str(Fault.CHALLENGE.value))
    desk.later(KEPT + 2 * questions.LASTS)
    desk.present(desk.issued())
    assert len(list((desk.folder / "spent" / "questions").iterdir())) == 1  # those of before could be answered no more


def test_in_time(desk: Desk) -> None:
    made, asked = desk.issued(), desk.ask()
    presentation = desk.sign(made, SUBJECT, asked["domain"], asked["challenge"])
    desk.later(questions.LASTS)
    desk.refused(Fault.CHALLENGE, presentation)


def test_another_process_is_a_little_behind(desk: Desk) -> None:
    """Each asks the node for the time once a second; one asks the question, another one takes the answer."""
    made, asked = desk.issued(), desk.ask()
    clock = desk.client.application.extensions[KEY]
    clock._answer, clock.good_until = (asked["expires"] - questions.LASTS - 2, None), float("inf")
    desk.send(desk.sign(made, SUBJECT, asked["domain"], asked["challenge"]))


@pytest.mark.parametrize("challenge", ["9f" * 16, "x.1.y", "." * 3, "名"])
def test_a_question_that_was_not_asked(desk: Desk, challenge: str) -> None:
    made, asked = desk.issued(), desk.ask()
    desk.refused(Fault.CHALLENGE, desk.sign(made, SUBJECT, asked["domain"], challenge))


def test_for_this_storefront(desk: Desk) -> None:
    made, asked = desk.issued(), desk.ask()
    desk.refused(Fault.AUDIENCE, desk.sign(made, SUBJECT, "https://other.example", asked["challenge"]))


def test_a_failing_one_uses_no_question_up(desk: Desk) -> None:
    made, asked = desk.issued(), desk.ask()
    desk.refused(Fault.HOLDER, desk.sign(made, STRANGER, asked["domain"], asked["challenge"]))
    desk.send(desk.sign(made, SUBJECT, asked["domain"], asked["challenge"]))


def test_what_the_chain_says_otherwise(desk: Desk) -> None:
    """Superseded, expired, declined, revoked, never issued: each in words, in both languages."""
    first = desk.issued()
    second = desk.issued()
    asked = desk.ask()
    domain, challenge = asked["domain"], asked["challenge"]
    desk.refused(Fault.REPLACED, desk.sign(first, SUBJECT, domain, challenge))
    desk.refused(Fault.NOT_ISSUED, desk.sign(_unissued(desk), SUBJECT, domain, challenge))
    desk.shop.send("issuer", desk.claims.revoke(SUBJECT.address, "business", bytes(32)))
    presentation = desk.sign(second, SUBJECT, domain, challenge)
    desk.refused(Fault.REVOKED, presentation)
    assert desk.send(presentation, 422, "zh")["error"] == "签发方已撤销这项声明。"
    desk.later(31 * DAY)
    asked = desk.ask()
    desk.refused(Fault.EXPIRED, desk.sign(second, SUBJECT, asked["domain"], asked["challenge"]))


def _unissued(desk: Desk) -> Credential:
    """One that a stranger made himself: the signature is right, and nobody has put it on the chain."""
    place, now = desk.claims.place, desk.now()
    document = form.compose(place, STRANGER.address, SUBJECT.address, "business", BUSINESS, now, now + DAY)
    typed = form.asked(place, document)
    signature = STRANGER.sign_typed_data(full_message=typed).signature
    return form.read(documents.canonical(form.prove(document, typed, signature)))


def test_tampered(desk: Desk) -> None:
    made, asked = desk.issued(), desk.ask()
    presentation = desk.sign(made, SUBJECT, asked["domain"], asked["challenge"])
    changed = json.loads(json.dumps(presentation).replace("Kiln & Cup Ltd", "Kiln & Cap Ltd"))
    desk.refused(Fault.SIGNATURE, changed)


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[" * 50_000, b"\xff\xfe", b'{"a":1e400}'],
    ids=["empty", "bare", "deep", "no UTF-8", "infinite"],
)
def test_no_presentation(desk: Desk, data: bytes) -> None:
    answer = desk.client.post("/api/v1/presentations", data=data)
    assert answered(answer, "/presentations", 422, "post")["error"].startswith(str(Fault.FORM.value))


def test_half_a_character(desk: Desk) -> None:
    """In what the subject says beside the credential: refused in words, as anywhere else."""
    made, asked = desk.issued(), desk.ask()
    presentation = desk.sign(made, SUBJECT, asked["domain"], asked["challenge"])
    presentation["proof"]["challenge"] = "\ud800"
    desk.refused(Fault.FORM, presentation)


def test_too_large(desk: Desk) -> None:
    answer = desk.client.post("/api/v1/presentations", data=b" " * (presentations.MAX_BYTES + 1))
    assert answered(answer, "/presentations", 413, "post")["error"] == "This may have 256 KiB at most."


def test_revoked_afterwards(desk: Desk) -> None:
    """What was published stays until its subject takes it back, and is said not to hold."""
    made = desk.issued()
    desk.present(made)
    desk.shop.send("issuer", desk.claims.revoke(SUBJECT.address, "business", bytes(32)))
    state = desk.client.get(f"/api/v1/credentials/{made.sha256}/state").get_json()
    assert (state["holds"], state["reason"]) == (False, Fault.REVOKED.value)


def test_take_back_by_a_signature(desk: Desk) -> None:
    made = desk.issued()
    desk.present(made)
    assert desk.take_back(made, STRANGER).status_code == 403
    assert desk.take_back(made, SUBJECT, account=STRANGER.address).status_code == 403
    assert desk.take_back(made, SUBJECT, valid=-1).status_code == 403
    assert desk.take_back(made, SUBJECT, valid=2 * 3_600).status_code == 403
    assert desk.client.delete(f"/api/v1/credentials/{made.sha256}").status_code == 403
    assert desk.kept() == {made.sha256}

    answer = desk.take_back(made, SUBJECT)

    assert answered(answer, "/credentials/{sha256}", 200, "delete") == {"taken_back": made.sha256}
    assert not desk.kept()
    assert desk.client.get(f"/api/v1/credentials/{made.sha256}").status_code == 404
    assert desk.client.get(f"/api/v1/documents/{made.sha256}").status_code == 404
    desk.present(made)  # he may think better of it
    assert desk.kept() == {made.sha256}


def test_taken_back_elsewhere(desk: Desk) -> None:
    """A request to one storefront is refused by every other: as it is, and made out to look like one to this."""
    made = desk.issued()
    desk.present(made)
    request = desk.request(made, SUBJECT, domain="https://other.example")
    said = answered(desk.delete(made, request), "/credentials/{sha256}", 403, "delete")["error"]
    assert said == f"This request was signed for another storefront than {desk.shop.url}."
    disguised = desk.delete(made, request | {"domain": desk.shop.url})
    assert (disguised.status_code, disguised.get_json()["error"]) == (403, "The signature is not this account's.")
    del request["domain"]
    assert desk.delete(made, request).status_code == 403
    assert desk.kept() == {made.sha256}


def test_take_back_signed_in(desk: Desk) -> None:
    """By a session of its subject, and a page of this storefront; by nobody else's."""
    made = desk.issued()
    desk.present(made)
    path = f"/api/v1/credentials/{made.sha256}"
    stranger, subject = (signed_in(desk.shop, key.address) for key in (STRANGER, SUBJECT))
    assert stranger.delete(path, headers=_token(stranger)).status_code == 403
    assert subject.delete(path).status_code == 400
    assert desk.kept() == {made.sha256}
    assert subject.delete(path, headers=_token(subject)).status_code == 200
    assert not desk.kept()


def _token(client: FlaskClient) -> dict[str, str]:
    """What a page of a signed-in account sends with its requests."""
    said = re.findall(r'id="desk">(.*?)</script>', client.get("/dashboard/").get_data(as_text=True))[0]
    return {"X-CSRFToken": json.loads(said)["token"]}


def test_documents_do_not_keep_it_for_ever(desk: Desk) -> None:
    """Where it is served as a document no cache may keep it: it can be taken back."""
    made = desk.issued()
    desk.present(made)
    answer = desk.client.get(f"/api/v1/documents/{made.sha256}")
    assert (answer.data, answer.headers["Cache-Control"]) == (made.data, "no-store")


def test_only_credentials_are_served_as_such(desk: Desk) -> None:
    name = documents.sha256(b"{}")
    (desk.folder / name[:2]).mkdir(parents=True)
    (desk.folder / name[:2] / name).write_bytes(b"{}")
    for path in (name, "ab" * 32):
        assert desk.client.get(f"/api/v1/credentials/{path}").status_code == 404
    assert desk.client.get("/api/v1/credentials/nonsense").status_code == 400


def test_every_fault_has_its_words(desk: Desk) -> None:
    """The page's English is the script's, and there is Chinese for each."""
    with desk.client.application.test_request_context(headers={"Accept-Language": "en"}):
        assert {fault: str(text) for fault, text in FAULTS.items()} == {fault: fault.value for fault in Fault}
    with desk.client.application.test_request_context(headers={"Accept-Language": "zh"}):
        assert all(re.search("[\u4e00-\u9fff]", str(text)) for text in FAULTS.values())


def test_did_document(desk: Desk) -> None:
    """Its methods are what another implementation makes of the name alone; the key is that of the profile."""
    key = sealing.new_key()
    desk.describe("merchant1", sealing.public_point(key))
    account = desk.shop.people["merchant1"]
    answer = desk.client.get(f"/did/{account.lower()}")

    said = answer.get_json(force=True)
    assert answer.mimetype == "application/did+ld+json"
    assert said["id"] == f"did:pkh:eip155:31337:{account}"
    theirs = json.loads(run(RESOLVE, said["id"]))
    for name in ("id", "verificationMethod", "authentication", "assertionMethod"):
        assert said[name] == theirs[name]
    (agreement,) = said["keyAgreement"]
    numbers = key.public_key().public_numbers()
    x, y = (int.from_bytes(sealing.decode(agreement["publicKeyJwk"][axis]), "big") for axis in "xy")
    assert (x, y) == (numbers.x, numbers.y)
    (api,) = said["service"]
    assert api["serviceEndpoint"] == f"{desk.shop.url}/api/v1/accounts/{account}"
    assert "keyAgreement" not in desk.client.get(f"/did/{SUBJECT.address}").get_json(force=True)
    assert desk.client.get("/did/nobody").status_code == 404


def test_did_document_of_a_key_that_is_none(desk: Desk) -> None:
    """No point of the curve, or one point in another form: nobody could seal anything for it."""
    point = sealing.public_point(sealing.new_key())
    for key in (point[:-1] + bytes([point[-1] ^ 1]), b"\x07" + point[1:], bytes(65)):
        desk.describe("merchant2", key)
        said = desk.client.get(f"/did/{desk.shop.people['merchant2']}").get_json(force=True)
        assert "keyAgreement" not in said
