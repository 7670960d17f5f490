"""Uploading to a storefront as it runs in production: index, API and vault."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import brownie
import pytest
import requests
from PIL import Image

from scripts import documents, issuer, merchant, outbox, parameters, sealing, subject, uploads
from scripts.profiles import path_of, read_secrets
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.terms import Order, Status
from tests.browser import search
from tests.fixtures.shop import Shop, running_shop
from tests.fixtures.terminal import NOWHERE, own_folders

SHOP = """\
name: {en: Kiln}
contact: kiln@example.org
logo: logo.png
return_address: {name: A. Seller, address: {street: 4 Yard, city: Stoke, country: GB}}
"""
CATALOGUE = """\
defaults: {arbiter: arbiter, return_policy: Within 14 days.}
offers:
  - product: teapot
    title: Teapot
    description: Round.
    pictures: [{file: front.png}, {file: back.png}]
    price: "0.1"
    units: "5"
"""
PLANTED = "Zebulon Planted Crabtree"
CLAIMS = f"""\
claims:
  - subject: merchant1
    kind: business
    name: {{en: {PLANTED}}}
    registration: {{register: {{en: Register}}, number: "1", country: GB}}
    method: {{en: We asked.}}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A storefront on a node of its own, with nothing published."""
    folder = tmp_path_factory.mktemp("shop")
    deployments = parameters.DEPLOYMENTS
    with running_shop(folder, lambda _: None) as running:
        yield running
    parameters.DEPLOYMENTS = deployments


@pytest.fixture
def here(shop: Shop, tmp_path: Path):
    """The merchant's machine: files of its own, Brownie connected to the shop's node."""
    for name, colour in (("logo", "#2f5d50"), ("front", "#8fb5a0"), ("back", "#5d7f9c")):
        Image.new("RGB", (60, 40), colour).save(tmp_path / f"{name}.png")
    (tmp_path / "shop.yaml").write_text(SHOP)
    (tmp_path / "catalogue.yaml").write_text(CATALOGUE)
    snapshot = shop.node.rpc("evm_snapshot")
    with own_folders(tmp_path), pytest.MonkeyPatch.context() as patch:
        patch.setattr(parameters, "DEPLOYMENTS", shop.folder / "deployments")
        patch.setattr(parameters, "ORIGIN", shop.url)
        brownie.web3.connect(shop.node.url)
        yield tmp_path
    shop.node.rpc("evm_revert", snapshot)


@pytest.fixture
def in_vault(shop):
    """`in_vault()`: the documents that the storefront keeps."""
    return lambda: {path.name for path in shop.vault.glob("??/*") if len(path.name) == 64}


def test_profile_offer_and_pictures_arrive(here, terminal, shop, in_vault):
    assert "2 of 2 documents uploaded" in terminal.run(merchant.init, str(here / "shop.yaml"))
    output = terminal.run(merchant.publish, str(here / "catalogue.yaml"))

    assert f"3 of 3 documents uploaded to {shop.url}; it had the others." in output
    (published,) = shop.market.offers().values()
    assert published.offer.details.hex() in in_vault()
    assert len(in_vault()) == 5


def test_interrupted_upload_is_gone_on_with(here, terminal, shop, in_vault, monkeypatch):
    (here / "catalogue.yaml").write_text(CATALOGUE.replace("Round.", "Oval."))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parameters, "ORIGIN", NOWHERE)
        assert "3 documents not uploaded. Repeat the command" in terminal.run(
            merchant.publish, str(here / "catalogue.yaml")
        )
    block = shop.web3.eth.block_number

    output = terminal.run(merchant.publish, str(here / "catalogue.yaml"))

    assert "uploaded to" in output
    assert shop.web3.eth.block_number == block
    (published,) = shop.market.offers().values()
    assert published.offer.details.hex() in in_vault()
    assert "0 of 3 documents uploaded" in terminal.run(merchant.publish, str(here / "catalogue.yaml"))


def test_return_address_reaches_the_shopper(here, terminal, shop, in_vault):
    terminal.run(merchant.init, str(here / "shop.yaml"))
    terminal.run(merchant.publish, str(here / "catalogue.yaml"))
    shopper = sealing.new_key()
    order = _order(shop, shopper)
    name = "0x" + shop.market.order_id(order).hex()
    for role, verb, *arguments in (
        ("shopper1", "pay"),
        ("merchant1", "ship"),
        ("shopper1", "request", order.total, 2, bytes(32)),
    ):
        shop.send(role, shop.market.call(verb, order, *arguments, value=order.total if verb == "pay" else 0))

    output = terminal.run(merchant.approve_return, name)

    assert shop.market.sale(shop.market.order_id(order)).record.status == Status.AWAITING_RETURN
    assert f"1 document uploaded to {shop.url}." in output
    (event,) = shop.market.events("ReturnApproved", [shop.market.order_id(order)])
    shop.wait_for_index()
    found = uploads._fetch(shop.url, event["document"].hex())
    assert sealing.unseal(found, shopper)["name"] == "A. Seller"
    assert list(parameters.OUTBOX.glob("??/*")) == []


def test_outbox_survives_a_storefront_that_is_away(here, terminal, shop):
    data = documents.canonical({"type": "handover/sealed/1", "epk": "A" * 87, "iv": "A" * 16, "text": "A" * 30})
    session = Session(shop.web3, "merchant1")
    session.origin = NOWHERE

    with outbox.holding(session, {documents.sha256(data): data}):
        pass

    assert uploads.path_in(parameters.OUTBOX, documents.sha256(data)).read_bytes() == data


def test_document_that_is_refused_holds_up_no_other(here, terminal, shop, monkeypatch):
    """Its storefront will never take it; the return address that comes after it in the outbox goes out all the same."""
    wanted = [b"never taken", b"taken"]
    taken = documents.sha256(wanted[1])
    uploads.store(parameters.OUTBOX, {documents.sha256(data): data for data in wanted})

    def upload(_, sent):
        if taken not in sent:
            raise Refusal("The storefront did not take the document.")

    monkeypatch.setattr(uploads, "upload", upload)
    with pytest.raises(Refusal, match=r"did not take the document\. 1 document kept for `upload`"):
        outbox.flush(Session.open("merchant1"))
    assert [path.read_bytes() for path in parameters.OUTBOX.glob("??/*")] == [b"never taken"]


def test_refusal_of_the_storefront_is_told(here, shop, monkeypatch):
    monkeypatch.setattr(parameters, "UPLOAD_PATIENCE", 0.1)
    picture = documents.encode_picture((here / "front.png").read_bytes())

    with pytest.raises(
        Refusal, match=r"did not take the document .*: No indexed offer, profile, order, lot, review or event names"
    ):
        uploads.upload(shop.url, {documents.sha256(b"unnamed" + picture): b"unnamed" + picture})


@contextmanager
def busy_storefront(times: int, data: bytes, status: int = 429) -> Iterator[str]:
    """Where a storefront asks so many times to be left alone, and then gives or takes a document."""

    class Busy(BaseHTTPRequestHandler):
        left = times

        def do_GET(self) -> None:
            refuses = self.path.startswith("/api/v1/documents/") and Busy.left > 0
            Busy.left -= refuses
            self.send_response(status if refuses else 200)
            self.send_header("Retry-After", "0")
            self.end_headers()
            self.wfile.write(b'{"error": "Too many requests."}' if refuses else data)

        def do_PUT(self) -> None:
            self.do_GET()

        def do_HEAD(self) -> None:
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Busy) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_storefront_that_is_busy_is_asked_again(here, monkeypatch):
    monkeypatch.setattr(parameters, "UPLOAD_PAUSE", 0.01)
    data = b"a document"
    with busy_storefront(2, data) as origin:
        assert uploads.find(origin, documents.sha256(data)) == data
    monkeypatch.setattr(parameters, "READ_PATIENCE", 0)
    with busy_storefront(10**6, data) as origin, pytest.raises(Refusal, match="gives no more documents for now"):
        uploads.find(origin, documents.sha256(data))


def test_a_storefront_that_is_behind_is_sent_it_again(monkeypatch):
    monkeypatch.setattr(parameters, "UPLOAD_PAUSE", 0.01)
    with busy_storefront(2, b"", 503) as origin:
        assert uploads.upload(origin, {"ab" * 32: b"a document"}) == 1


def test_storefront_that_is_away(here):
    assert not uploads.is_reachable(NOWHERE)
    assert uploads.find(NOWHERE, "ab" * 32) is None
    with pytest.raises(Refusal, match="cannot be reached"):
        uploads.upload(NOWHERE, {"ab" * 32: b""})


def _order(shop: Shop, shopper) -> Order:
    """What shopper1 would pay for one teapot, with delivery details in the vault."""
    (published,) = shop.market.offers().values()
    key = read_secrets(path_of(31337, shop.people["merchant1"]), parameters.DEVNET_PASSPHRASE).key
    details = sealing.delivery(sealing.encode(sealing.public_point(shopper)), "A. Buyer", {"city": "Hull"})
    sealed = sealing.seal(details, sealing.public_point(key))
    uploads.store(parameters.VAULT, {documents.sha256(sealed): sealed})
    return Order(
        offer=published.offer,
        buyer=shop.people["shopper1"],
        payer=shop.people["shopper1"],
        quantity=1,
        delivery=bytes.fromhex(documents.sha256(sealed)),
        salt=os.urandom(32),
    )


def test_credential_is_presented_and_taken_back(here, terminal, shop, in_vault):
    """What it says is with its issuer and its subject alone, but while the subject lets the storefront show it."""
    (here / "claims.yaml").write_text(CLAIMS)
    terminal.run(issuer.issue, str(here / "claims.yaml"), f"to={here / 'given'}")
    shop.wait_for_index()
    (path,) = (here / "given").iterdir()
    sha256 = documents.sha256(path.read_bytes())
    assert search.places(shop, PLANTED) == set()

    output = terminal.run(subject.present, str(path))

    assert f"name: en: {PLANTED}" in output, "it is shown before it is signed"
    assert output.endswith(f"published: {shop.url}/api/v1/credentials/{sha256}\n")
    assert requests.get(f"{shop.url}/api/v1/credentials/{sha256}", timeout=30).content == path.read_bytes()
    assert search.places(shop, PLANTED) == {"vault"}
    terminal.run(subject.take_back, str(path))
    assert sha256 not in in_vault()
    assert search.places(shop, PLANTED) == set()
    assert "No such credential is published here." in terminal.refused(subject.take_back, str(path))
    terminal.run(issuer.revoke, "merchant1", "business", "reason=It is no more.")
    shop.wait_for_index()
    assert "has revoked this claim" in terminal.refused(subject.present, str(path))
