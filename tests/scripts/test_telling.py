"""merchant: words and pictures for the buyer and the arbiter, beside the answers; what is on the record, read again."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from PIL import Image

from scripts import documents, evidence, merchant, parameters, profiles, sealing, uploads
from scripts.profiles import Secrets
from scripts.reading import call_of
from scripts.terms import NO_DOCUMENT, Kind, Order, Status
from tests.browser.search import spellings
from tests.scripts.conftest import ETHER

pytestmark = pytest.mark.usefixtures("isolation")

SHOPPER, ARBITER = sealing.new_key(), sealing.new_key()


@pytest.fixture
def secret(account) -> Secrets:
    """merchant1's key file is on this machine."""
    made = Secrets(sealing.new_key(), {})
    profiles.write_secrets(profiles.path_of(31337, account("merchant1")), made, parameters.DEVNET_PASSPHRASE)
    return made


@pytest.fixture
def asked(paid, move, secret) -> Callable[..., Order]:
    """`asked()`: an order with readable delivery details, whose buyer wants to return the goods and has said why.

    `asked(key)` has that text where the buyer's key would be.
    """

    def made(shopper: str = sealing.encode(sealing.public_point(SHOPPER))) -> Order:
        details = sealing.delivery(shopper, "A. Buyer", {"street": "1 Road", "city": "Hull", "country": "GB"})
        delivery = _kept(sealing.seal(details, sealing.public_point(secret.key)))
        order = paid(delivery=delivery)
        move("merchant1", "ship", order)
        move("carrier", "attest_delivery", order)
        plain = evidence.evidence("It came\u200b broken.", [_photograph()])
        sealed, _ = evidence.seal(plain, [sealing.public_point(secret.key)], (order.buyer, order.offer.seller))
        move("shopper1", "request", order, ETHER, Kind.RETURN, _kept(sealed))
        return order

    return made


@pytest.fixture
def arbiters_profile(book, web3, wallet) -> None:
    """The arbiter has published a key."""
    point = sealing.encode(sealing.public_point(ARBITER))
    profile = {
        "type": "handover/profile/1",
        "name": {"en": "Court"},
        "contact": "c@example.org",
        "encryption_key": point,
    }
    digest = _kept(documents.canonical(profile))
    wallet("arbiter").send(call_of(book.contract(web3, "Identity"), "describe", digest))


@pytest.mark.parametrize(
    ("command", "arguments", "status"),
    [
        (merchant.concede, [], Status.CLOSED),
        (merchant.refund, ["0.01"], Status.AWAITING_ANSWER),
        (merchant.approve_return, [], Status.AWAITING_RETURN),
        (merchant.submit_evidence, [], Status.AWAITING_ANSWER),
    ],
)
def test_an_answer_has_words_and_pictures(terminal, asked, name, market, tmp_path, command, arguments, status):
    order = asked()
    picture = tmp_path / "cup.jpg"
    picture.write_bytes(_photograph())

    terminal.run(command, name(order), *arguments, "text=I am sorry.", f"pictures={picture}")

    said = _read(market, order, "EvidenceSubmitted", SHOPPER)
    assert said["text"] == "I am sorry."
    assert not Image.open(BytesIO(sealing.decode(said["pictures"][0]["data"]))).getexif()
    assert market.sale(market.order_id(order)).record.status == status


def test_paying_back_afterwards_says_why(terminal, asked, name, market, web3):
    order = asked()
    terminal.run(merchant.concede, name(order))

    terminal.run(merchant.refund_closed, name(order), "0.001", "text=For the postage.")

    assert _read(market, order, "ClosedOrderRefunded", SHOPPER)["text"] == "For the postage."
    assert not any(words in body for words in spellings("For the postage.") for body in _published(web3))


def test_the_arbiter_reads_both_sides(terminal, asked, name, market, arbiters_profile):
    order = asked()

    terminal.run(merchant.dispute, name(order), "text=It was whole.")
    terminal.run(merchant.submit_evidence, name(order), "text=See the carrier's note.")

    bodies = {name: _body(name) for name in _names(market, order)}
    texts = [plain["text"] for plain in evidence.read_all(bodies, ARBITER).values()]
    assert sorted(texts) == ["It came\u200b broken.", "It was whole.", "See the carrier's note."]


def test_a_flood_hides_nothing_of_the_other_side(terminal, asked, name, market, move, secret, arbiters_profile):
    order = asked()
    terminal.run(merchant.submit_evidence, name(order), "text=It was whole.")
    for number in range(61):
        plain = evidence.evidence(f"And {number}")
        body, _ = evidence.seal(plain, [sealing.public_point(secret.key)], (order.buyer, order.offer.seller))
        move("shopper1", "submit_evidence", order, _kept(body))

    terminal.run(merchant.dispute, name(order), "text=See above.")

    bodies = {name: _body(name) for name in _names(market, order)}
    texts = {plain["text"] for plain in evidence.read_all(bodies, ARBITER).values()}
    assert {"It was whole.", "See above.", "And 0"} <= texts


def test_an_arbiter_without_a_key_is_told_of(terminal, asked, name, market):
    order = asked()

    output = terminal.run(merchant.dispute, name(order), "text=It was whole.")

    assert "arbiter has published no key: show it to the arbiter in another way." in output
    assert _read(market, order, "OrderDisputed", SHOPPER)["text"] == "It was whole."


@pytest.mark.parametrize("key", ["", "AAAA", "*"])
def test_a_buyer_without_a_key_keeps_nobody_from_the_arbiter(terminal, asked, name, market, arbiters_profile, key):
    order = asked(key)

    for command, event in ((merchant.dispute, "OrderDisputed"), (merchant.submit_evidence, "EvidenceSubmitted")):
        output = terminal.run(command, name(order), "text=It was whole.")
        assert "There is no key to write to the buyer with: only the arbiter and you can read it." in output
        assert _read(market, order, event, ARBITER)["text"] == "It was whole."


def test_without_any_reader_the_arbiter_is_asked_without_a_word(terminal, asked, name, market):
    order = asked("AAAA")

    output = terminal.run(merchant.dispute, name(order), "text=It was whole.")

    assert "There is no key to write to the buyer with, either: the arbiter is asked without a word." in output
    (fields,) = market.events("OrderDisputed", [market.order_id(order)])
    assert fields["document"] == NO_DOCUMENT
    assert terminal.refused(merchant.submit_evidence, name(order), "text=x").endswith("to write to the buyer with.")


def test_an_arbiters_profile_that_is_none_keeps_nobody_from_speaking(terminal, asked, name, market, book, web3, wallet):
    order = asked()
    wallet("arbiter").send(call_of(book.contract(web3, "Identity"), "describe", _kept(_photograph())))

    assert "arbiter has published no key" in terminal.run(merchant.dispute, name(order), "text=It was whole.")
    assert _read(market, order, "OrderDisputed", SHOPPER)["text"] == "It was whole."


def test_the_record_is_read(terminal, asked, name, tmp_path):
    order = asked()
    terminal.run(merchant.submit_evidence, name(order), "text=I am sorry.")

    lines = [line.strip(" │") for line in terminal.run(merchant.evidence, name(order), f"to={tmp_path}").splitlines()]

    assert "It came broken." in lines
    assert "I am sorry." in lines
    assert len(list(tmp_path.iterdir())) == 1


def test_what_cannot_be_done_is_not_told_of(terminal, asked, paid, name, market, secret, tmp_path):
    order, early = asked(), paid()

    refused = terminal.refused
    assert refused(merchant.concede, name(early), "text=x") == "Refused by the contract: Escrow: not in this status."
    assert refused(merchant.submit_evidence, name(early), "text=x").startswith(
        "The order's delivery details are not here"
    )
    missing = tmp_path / "none.jpg"
    assert refused(merchant.concede, name(order), f"pictures={missing}") == f"The picture {missing} cannot be read."
    assert refused(merchant.submit_evidence, name(order)).startswith("Say something with text=")
    assert market.events("EvidenceSubmitted", [market.order_id(order), market.order_id(early)]) == []


def _kept(data: bytes) -> bytes:
    uploads.store(parameters.VAULT, {documents.sha256(data): data})
    return bytes.fromhex(documents.sha256(data))


def _names(market, order: Order) -> list[str]:
    """The documents on an order's record."""
    events = ("OrderRequested", "OrderDisputed", "EvidenceSubmitted")
    found = [event["document"] for name in events for event in market.events(name, [market.order_id(order)])]
    return [document.hex() for document in found if document != NO_DOCUMENT]


def _body(name: str) -> bytes:
    places = (uploads.path_in(folder, name) for folder in (parameters.VAULT, parameters.OUTBOX))
    return next(path for path in places if path.exists()).read_bytes()


def _read(market, order: Order, event: str, key) -> dict:
    """What the document of an event says to one of its readers."""
    (fields,) = market.events(event, [market.order_id(order)])
    body = _body(fields["document"].hex())
    return evidence.unseal(body, evidence.content_key(body, key))


def _published(web3) -> Iterator[bytes]:
    """Everything that leaves this machine: what is kept for the storefront, and what was sent."""
    for path in (path for folder in (parameters.VAULT, parameters.OUTBOX) for path in folder.rglob("*")):
        if path.is_file():
            yield path.read_bytes()
    for number in range(web3.eth.block_number + 1):
        yield from (bytes(sent["input"]) for sent in web3.eth.get_block(number, True)["transactions"])


def _photograph() -> bytes:
    output = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (40, 30), "teal").save(output, "JPEG", exif=exif)
    return output.getvalue()
