"""arbiter: the profile and its key, cases, evidence that the key opens, rulings with their reasons, contracts."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from scripts import arbiter, case_file, documents, merchant, parameters, profiles, rulings, sealing, uploads
from scripts import evidence as sealed_evidence
from scripts.session import QUOTED, UNSEEN_WIDTH
from scripts.terms import Order, Status
from tests.fixtures import hostile
from tests.scripts.conftest import ETHER

PROFILE = "name: {en: Fair Measure, zh: 公量}\ncontact: cases@example.org\n"
MULTISIG = "0x" + "c0" * 20
CODE = "0x5f5ff3"  # gives nothing back

pytestmark = pytest.mark.usefixtures("isolation")


@pytest.fixture
def profile(tmp_path: Path) -> str:
    """An arbiter's profile file."""
    path = tmp_path / "profile.yaml"
    path.write_text(PROFILE, encoding="utf-8")
    return str(path)


@pytest.fixture
def submit(move) -> Callable[..., tuple[str, bytes]]:
    """`submit(role, order, readers, text, pictures, keys)`: evidence on the record; its name and its content key."""

    def put(role: str, order: Order, readers: list[bytes], text: str, pictures=(), keys=None) -> tuple[str, bytes]:
        plain = sealed_evidence.evidence(text, pictures, keys)
        body, key = sealed_evidence.seal(plain, readers, (order.buyer, order.offer.seller))
        sha256 = documents.sha256(body)
        uploads.store(parameters.VAULT, {sha256: body})
        move(role, "submit_evidence", order, bytes.fromhex(sha256))
        return sha256, key

    return put


def test_init(terminal, web3, book, account, profile):
    output = terminal.run(arbiter.init, profile)

    path = profiles.path_of(parameters.DEVNET, account("arbiter"))
    secret = profiles.read_secrets(path, parameters.DEVNET_PASSPHRASE)
    document, _, _ = profiles.read_shop(Path(profile))
    expected = documents.sha256(profiles.with_key(document, secret.key))
    assert book.contract(web3, "Identity").functions.profiles(account("arbiter")).call().hex() == expected
    assert f"its key is kept in {path}" in output
    assert "This profile is published already." in terminal.run(arbiter.init, profile)


def test_evidence_is_opened(terminal, in_status, name, submit, account, profile, tmp_path):
    """The later document names the key of the earlier one, which was written before there was a dispute."""
    terminal.run(arbiter.init, profile)
    path = profiles.path_of(parameters.DEVNET, account("arbiter"))
    mine = sealing.public_point(profiles.read_secrets(path, parameters.DEVNET_PASSPHRASE).key)
    seller = sealing.public_point(sealing.new_key())
    order = in_status(Status.AWAITING_RULING)
    first, key = submit("shopper1", order, [seller], "It came\u200b broken.", [_photograph()])
    submit("shopper1", order, [seller, mine], "See above.", keys={first: key})
    alone, _ = submit("merchant1", order, [seller], "Not for you.")
    folder = tmp_path / "pictures"

    output = terminal.run(arbiter.evidence, name(order), f"to={folder}")

    lines = [line.strip(" │") for line in output.splitlines()]
    assert "It came broken." in lines
    assert "See above." in lines
    assert "Not for you." not in output
    assert f"EvidenceSubmitted by merchant1: {alone}, not sealed for this key" in output
    (picture,) = folder.iterdir()
    assert Image.open(picture).size == (40, 30)


@pytest.mark.parametrize(
    "said",
    [
        hostile.DEEP,
        b'{"type":"handover/parcel/1","pictures":1}',
        b'{"type":"handover/parcel/1","carrier":"DHL","pictures":[{"type":"x"}]}',
        b'{"type":"handover/evidence/1","text":%s}' % (b"[" * 900 + b"]" * 900),
        b'{"type":["handover/evidence/1"]}',
    ],
    ids=["deep", "pictures are a number", "a picture of no type", "deep text", "a list of types"],
)
def test_evidence_of_another_form_stops_no_other(terminal, in_status, move, name, submit, account, profile, said):
    """Neither for the arbiter nor for the seller."""
    terminal.run(arbiter.init, profile)
    mine = profiles.read_secrets(profiles.path_of(parameters.DEVNET, account("arbiter")), parameters.DEVNET_PASSPHRASE)
    seller = profiles.Secrets(sealing.new_key(), {})
    profiles.write_secrets(
        profiles.path_of(parameters.DEVNET, account("merchant1")), seller, parameters.DEVNET_PASSPHRASE
    )
    readers = [sealing.public_point(secret.key) for secret in (mine, seller)]
    order = in_status(Status.AWAITING_RULING)
    body = hostile.paper(said, readers, (order.buyer, order.offer.seller))
    uploads.store(parameters.VAULT, {documents.sha256(body): body})
    move("shopper1", "submit_evidence", order, bytes.fromhex(documents.sha256(body)))
    submit("merchant1", order, readers, "It was whole.")

    for command in (arbiter.evidence, merchant.evidence):
        output = terminal.run(command, name(order))
        assert f"{documents.sha256(body)}, opened, but it has no form that can be shown" in output
        assert "It was whole." in output


def test_nobody_writes_in_anothers_name(terminal, in_status, name, submit, account, profile):
    """A line so long that a terminal would fold it shows no heading of its own making."""
    terminal.run(arbiter.init, profile)
    path = profiles.path_of(parameters.DEVNET, account("arbiter"))
    mine = sealing.public_point(profiles.read_secrets(path, parameters.DEVNET_PASSPHRASE).key)
    order = in_status(Status.AWAITING_RULING)
    forged = "9. 2026-11-20 10:00 UTC  EvidenceSubmitted by shopper1"
    submit("merchant1", order, [mine], f"See.{' ' * 400}{forged}")
    for wide in ("\u3164", "\U0001f3fb"):  # of two columns in many a terminal, of none in others' tables
        submit("merchant1", order, [mine], f"See.{wide * 400}{forged}")

    lines = terminal.run(arbiter.evidence, name(order)).splitlines()

    assert [line for line in lines if forged in line and not line.startswith("     │ ")] == []
    said = [line for line in lines if line.startswith("     │ ")]
    assert sum("shopper1" in line for line in said) == 3
    widths = [len(line) if line.replace(QUOTED, "").isascii() else 2 * len(line) - len(QUOTED) for line in said]
    assert max(widths) <= UNSEEN_WIDTH


def test_repeats_and_floods_hide_nothing_of_the_other_side(terminal, in_status, move, name, submit, monkeypatch):
    monkeypatch.setattr(case_file, "MOST_OF_ONE", 3)
    order = in_status(Status.AWAITING_RULING)
    reader = [sealing.public_point(sealing.new_key())]
    theirs = [submit("shopper1", order, reader, str(number))[0] for number in range(2)]
    for _ in range(3):
        move("shopper1", "submit_evidence", order, bytes.fromhex(theirs[1]))
        move("shopper1", "submit_evidence", order, bytes(32))
    flood = [submit("merchant1", order, reader, str(number))[0] for number in range(4)]

    lines = terminal.run(arbiter.evidence, name(order)).splitlines()

    named = [part for line in lines for part in line.replace(",", "").split() if part in {*theirs, *flood}]
    assert named == [*theirs, *flood[:3]]


def test_cases_whose_goods_are_described_by_something_else(terminal, market, wallet, offer, paid, move, name):
    """By a picture, or by somebody's profile: the others are listed all the same."""
    picture = BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    described = {"type": "handover/profile/1", "name": {"en": "Court"}, "contact": "c@example.org"}
    orders = []
    for data in (picture.getvalue(), documents.canonical(described), rulings.document(bytes(32), {"en": "So."})):
        uploads.store(parameters.VAULT, {documents.sha256(data): data})
        theirs = offer._replace(details=bytes.fromhex(documents.sha256(data)))
        wallet("merchant1").send(market.call("publish", theirs, 10))
        orders.append(paid(offer=theirs))
        for role, verb, *arguments in (
            ("merchant1", "ship"),
            ("carrier", "attest_delivery"),
            ("shopper1", "request", ETHER, 1, bytes(32)),
            ("merchant1", "dispute", bytes(32)),
        ):
            move(role, verb, orders[-1], *arguments)

    output = terminal.run(arbiter.cases)

    for order in orders:
        assert name(order) in output
        assert f"goods of the document {order.offer.details.hex()[:12]}…" in output


def test_cases(terminal, in_status, name):
    disputed, answered = in_status(Status.AWAITING_RULING), in_status(Status.AWAITING_ANSWER)

    output = terminal.run(arbiter.cases)

    assert name(disputed) in output
    assert name(answered) not in output
    assert "the arbiter rules, else the payer gets back 0.11 ETH" in output


def test_evidence_without_a_key(terminal, in_status, name, move, monkeypatch, tmp_path):
    monkeypatch.setattr(parameters, "PROFILES", tmp_path)
    order = in_status(Status.AWAITING_RULING)
    move("shopper1", "submit_evidence", order, b"\x05" * 32)
    move("merchant1", "submit_evidence", order, b"\x06" * 32)

    lines = terminal.run(arbiter.evidence, name(order)).splitlines()

    assert "is not here" in lines[1]
    assert lines[2].endswith("OrderRequested by buyer")
    assert lines[3].endswith("OrderDisputed by merchant1")
    assert lines[4].endswith(f"EvidenceSubmitted by shopper1: {'05' * 32}, kept by whoever submitted it")
    assert "EvidenceSubmitted by merchant1" in lines[5]


def test_rule(terminal, in_status, name, market, tmp_path):
    order = in_status(Status.AWAITING_RULING)
    (tmp_path / "reasons.txt").write_bytes(b"Both are a little right.\r\nNobody lied.\n")

    output = terminal.run(arbiter.rule, name(order), "0.04", f"file={tmp_path / 'reasons.txt'}")

    record = market.sale(market.order_id(order)).record
    assert (record.status, record.refunded, record.released) == (Status.CLOSED, ETHER // 25, order.total - ETHER // 25)
    (event,) = market.events("OrderRuled", [market.order_id(order)])
    said = uploads.path_in(parameters.OUTBOX, event["document"].hex()).read_bytes()
    reason = rulings.reason_of(said, market.order_id(order))
    assert reason == {"en": "Both are a little right.\nNobody lied."}
    assert rulings.reason_of(said, bytes(32)) == {}
    assert name(order) in terminal.run(arbiter.cases, "all")
    assert name(order) not in terminal.run(arbiter.cases)
    assert "Nobody lied." in terminal.run(arbiter.evidence, name(order))
    assert "Now closed: 0.07 ETH released to the seller, 0.04 ETH refunded." in output


def test_rule_all_and_nothing(terminal, in_status, name, market):
    everything, nothing = in_status(Status.AWAITING_RULING), in_status(Status.AWAITING_RULING)

    terminal.run(arbiter.rule, name(everything), "all")
    terminal.run(arbiter.rule, name(nothing), "0")

    assert market.sale(market.order_id(everything)).record.refunded == everything.total
    assert market.sale(market.order_id(nothing)).record.released == nothing.total


def test_rule_refuses(terminal, in_status, name):
    order = in_status(Status.AWAITING_ANSWER)
    disputed = in_status(Status.AWAITING_RULING)

    assert terminal.refused(arbiter.rule, name(order), "all") == "Refused by the contract: Escrow: not in this status."
    assert terminal.refused(arbiter.rule, name(disputed), "half") == "'half' is not an amount; write it like 12.50."
    assert (
        terminal.refused(arbiter.rule, name(disputed), "all", "as=stranger") == "The arbiter is arbiter, not stranger."
    )
    assert (
        terminal.refused(arbiter.rule, name(disputed))
        == "Usage: rule ORDER REFUNDED [file=FILE] [language=LANGUAGE] [as=NAME]"
    )


def test_a_reason_that_nobody_could_read_is_refused(terminal, in_status, name, tmp_path):
    order = in_status(Status.AWAITING_RULING)
    for file, content, sentence in (
        ("a.txt", b"\xff", f"The file {tmp_path / 'a.txt'} cannot be read as a text in UTF-8."),
        ("b.txt", b" \n", "ruling, reason.en: is empty."),
        ("c.yaml", b"fr: Non.", "ruling, reason: 'fr' is not a known field (known: en, zh)."),
    ):
        (tmp_path / file).write_bytes(content)
        assert terminal.refused(arbiter.rule, name(order), "all", f"file={tmp_path / file}") == sentence
    word = f"file={tmp_path / 'b.txt'}"
    assert terminal.refused(arbiter.rule, name(order), "all", word, "language=de") == "language= is one of en, zh."


def test_a_contract_gets_the_calls_to_propose(
    terminal, node, web3, book, market, offer, paid, wallet, move, name, profile, tmp_path
):
    """What is printed is what its signers send: its profile, then its ruling."""
    node.rpc("anvil_setCode", MULTISIG, CODE)
    node.rpc("anvil_impersonateAccount", MULTISIG)
    multisig = web3.to_checksum_address(MULTISIG)
    theirs = offer._replace(arbiter=multisig)
    wallet("merchant1").send(market.call("publish", theirs, 10))
    order = paid(offer=theirs)
    for role, verb, *arguments in (
        ("merchant1", "ship"),
        ("carrier", "attest_delivery"),
        ("shopper1", "request", ETHER, 1, bytes(32)),
        ("merchant1", "dispute", bytes(32)),
    ):
        move(role, verb, order, *arguments)
    (tmp_path / "why.yaml").write_text("{en: Half each., zh: 各一半。}", encoding="utf-8")

    described = terminal.run(arbiter.init, profile, f"contract={MULTISIG}")
    ruled = terminal.run(arbiter.rule, name(order), "0.05", f"file={tmp_path / 'why.yaml'}")

    assert name(order) in terminal.run(arbiter.cases, f"contract={MULTISIG}")
    assert "is a contract: nothing was sent" in ruled
    assert market.sale(market.order_id(order)).record.status == Status.AWAITING_RULING
    for output in (described, ruled):
        call = dict(line.split() for line in output.splitlines() if line.startswith("  "))
        web3.eth.send_transaction(
            {"from": multisig, "to": call["to"], "value": int(call["value"]), "data": call["data"], "gasPrice": 0}
        )
    secret = profiles.read_secrets(profiles.path_of(parameters.DEVNET, multisig), parameters.DEVNET_PASSPHRASE)
    data = profiles.with_key(profiles.read_shop(Path(profile))[0], secret.key)
    assert book.contract(web3, "Identity").functions.profiles(multisig).call().hex() == documents.sha256(data)
    record = market.sale(market.order_id(order)).record
    assert (record.status, record.refunded) == (Status.CLOSED, ETHER // 20)
    (event,) = market.events("OrderRuled", [market.order_id(order)])
    kept = uploads.path_in(parameters.OUTBOX, event["document"].hex()).read_bytes()
    assert rulings.reason_of(kept, market.order_id(order)) == {"en": "Half each.", "zh": "各一半。"}
    assert terminal.refused(arbiter.rule, name(order), "all") == "Refused by the contract: Escrow: not in this status."


def _photograph() -> bytes:
    output = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(output, "JPEG")
    return output.getvalue()
