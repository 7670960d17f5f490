"""Documents over the API: only what the chain names, and only what it was."""

import json
import os
from hashlib import sha256

import pytest
from jsonschema import Draft202012Validator

from frontend import config
from frontend.api.documents import SIGNATURES
from frontend.api.openapi import document as description
from frontend.index import documents as copies
from frontend.index import queries, store
from frontend.web import limits
from scripts.documents import MAX_EVIDENCE_BYTES, MAX_PICTURE_BYTES, canonical
from scripts.terms import offer_id
from tests.frontend.documents import Shop, named, offer_document, picture, says
from tests.frontend.index.test_opinions_api import replied, say, words


def test_offer_and_its_picture(shop: Shop) -> None:
    """Taken after publishing, served byte for byte, searchable at once."""
    document = offer_document()
    shop.publish(document)
    assert shop.put(picture()).status_code == 409
    assert shop.put(document).status_code == 201
    assert shop.put(picture()).status_code == 201
    assert shop.put(document).status_code == 200
    answer = shop.get(named(document))
    assert (answer.status_code, answer.data, answer.mimetype) == (200, document, "application/json")
    shown = shop.get("0x" + named(picture()))
    assert (shown.data, shown.mimetype) == (picture(), "image/png")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Cache-Control"] == "public, max-age=3600"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    described = description()["paths"]["/documents/{sha256}"]["get"]["responses"]["200"]["content"]
    Draft202012Validator(described["application/json"]["schema"]).validate(answer.get_json())
    assert described.keys() >= set(SIGNATURES.values())
    for text in ("GREEN tea", "绿茶", "large", "green-tea"):
        (found,) = shop.client.get("/api/v1/offers", query_string={"text": text}).get_json()["items"]
        assert found["document"]["title"]["zh"] == "绿茶"
    assert shop.client.get("/api/v1/offers?text=coffee").get_json()["items"] == []


def test_seen_before_is_not_sent_again(shop: Shop) -> None:
    document = offer_document()
    shop.publish(document)
    shop.put(document)
    again = shop.client.get(f"/api/v1/documents/{named(document)}", headers={"If-None-Match": f'"{named(document)}"'})
    assert (again.status_code, again.data) == (304, b"")


def test_profile(shop: Shop) -> None:
    profile = canonical({"type": "handover/profile/1", "name": {"en": "Quiet Tea"}, "contact": "tea@example.org"})
    assert shop.put(profile).status_code == 409
    seller = shop.devnet.people["seller"]
    shop.devnet.mine((seller, shop.devnet.identity.call("describe", sha256(profile).digest())))
    shop.follow.catch_up()
    assert shop.put(profile).status_code == 201
    assert shop.client.get(f"/api/v1/accounts/{seller}").get_json()["document"]["name"] == {"en": "Quiet Tea"}


def test_wrong_name_refused(shop: Shop) -> None:
    document = offer_document()
    shop.publish(document)
    answer = shop.put(offer_document(category="coffee"), named(document))
    says(answer, 400, "The document does not hash to the name it was sent under.")
    says(shop.put(document, "abc"), 400, "A document's name is the sha-256 of its bytes, in 64 lower-case hex digits.")
    assert not shop.vault.has(named(document))


def test_unnamed_refused(shop: Shop) -> None:
    """Nobody may leave what no offer, profile, order or event names."""
    sentence = "No indexed offer, profile, order, lot, review or event names this document (yet)."
    says(shop.put(picture("blue")), 409, sentence)
    says(shop.put(offer_document()), 409, sentence)
    says(shop.get("ab" * 32), 404, "This storefront does not have the document.")


@pytest.mark.parametrize(
    "body",
    [
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script>",
        b"{}",
        b'{"type": "handover/offer/1"}',
        b"\x89PNG\r\n\x1a\n",
        b"",
    ],
)
def test_unknown_formats_refused(shop: Shop, body: bytes) -> None:
    """Even where an offer names it."""
    shop.publish(body)
    answer = shop.put(body)
    assert answer.status_code == 415
    assert answer.get_json()["error"].endswith(".")
    assert not shop.vault.has(named(body))


def test_other_kind_refused(shop: Shop) -> None:
    """An offer's details cannot be a picture."""
    shop.publish(picture())
    says(shop.put(picture()), 415, "The chain names this as the document of an offer, and it is a picture.")


def test_schema_is_checked(shop: Shop) -> None:
    document = offer_document(title={"en": "<b>\u202e"})
    shop.publish(document)
    answer = shop.put(document)
    assert answer.status_code == 415
    assert "title" in answer.get_json()["error"]


def test_too_large_refused(shop: Shop) -> None:
    for size, most in ((MAX_PICTURE_BYTES, MAX_PICTURE_BYTES), (10_000_000, MAX_EVIDENCE_BYTES)):
        says(shop.put(b"\x89PNG" + os.urandom(size)), 413, f"A document may have {most // 1024} KiB at most.")


def test_tampered_is_not_shown(shop: Shop) -> None:
    document = offer_document()
    shop.publish(document)
    shop.put(document)
    path = shop.vault.folder / named(document)[:2] / named(document)
    path.write_bytes(document.replace(b"Green", b"Black"))
    says(shop.get(named(document)), 410, "The document was changed after it was agreed on, so it is not shown.")


def test_other_places_do_not_matter(shop: Shop) -> None:
    """Whoever names somebody's profile as the details of an offer cannot keep it out."""
    profile = canonical({"type": "handover/profile/1", "name": {"en": "Quiet Tea"}, "contact": "tea@example.org"})
    shop.publish(profile)
    shop.devnet.mine((shop.seller, shop.devnet.identity.call("describe", sha256(profile).digest())))
    shop.follow.catch_up()
    assert shop.put(profile).status_code == 201


def test_what_is_of_another_kind_is_shown_nowhere(shop: Shop) -> None:
    """Any account may name any document as an offer's, its own or a review's: no page breaks, and nothing tells it."""
    who, api = shop.devnet.people["stranger"], "/api/v1"
    home = (shop.buyer, who)
    pages = ["/", f"/shops/{who}", *(f"/accounts/{one}" for one in home), *(f"/record?account={one}" for one in home)]
    pages += [f"/orders/?account={shop.buyer}", f"/record.json?account={who}", "/ledger", "/?q=oddity"]
    kinds = {
        "offer": offer_document(title={"en": "Oddity"}),
        "profile": canonical({"type": "handover/profile/1", "name": {"en": "Oddity"}, "contact": "a@b.example"}),
        "lot": canonical(
            {"type": "handover/lot/1", "gtin": "04012345678901", "lot": "A", "name": {"en": "Oddity"}}
            | {"item": {"en": "Tin"}}
        ),
        "review": words("Oddity", variant="blue"),
        "reply": replied("Oddity"),
    }
    copier = copies.Copier(store.open_engine(shop.settings["DATABASE_URL"]), shop.vault)
    for salt, (kind, body) in enumerate(kinds.items()):
        shop.vault.write(body)
        shop.devnet.mine((who, shop.devnet.identity.call("describe", sha256(body).digest())))
        order = shop.buy(shop.publish(body, who), shop.sealed(), payer=who, salt=salt)
        shop.confirm(order)
        say(shop, shop.buyer, "review", order, 5, sha256(body).digest())
        copier.all()
        order_id = "0x" + shop.devnet.market.order_id(order).hex()
        offer = "0x" + offer_id(order.offer).hex()
        its = (f"/offers/{offer}", f"/orders/{order_id}", f"{api}/offers/{offer}", f"{api}/accounts/{who}")
        limits.limiter.reset()
        for path in (*pages, *its, f"/orders/{order_id}/verify.html", f"/checkout?offer={offer}"):
            assert shop.client.get(path).status_code == 200, (kind, path)
        shown = {"offer": f"{api}/offers/{offer}", "profile": f"{api}/accounts/{who}"}
        shown |= {"review": f"{api}/orders/{order_id}/review"}
        for place, path in shown.items():
            assert ("Oddity" in shop.client.get(path).text) == (place == kind), (kind, place)
        with shop.client.get(f"{api}/dump.jsonl") as answer:
            dumped = [json.loads(line) for line in answer.text.splitlines()]
        times = sum(line["type"] == "document" and line["sha256"] == "0x" + named(body) for line in dumped)
        assert times == (kind in shown), kind


def test_uploads_are_limited(shop: Shop) -> None:
    shop.client.application.extensions["handover"].settings = config.load(
        shop.settings | {"HANDOVER_UPLOADS_PER_MINUTE": "3"}
    )
    codes = [shop.put(picture()).status_code for _ in range(4)]
    assert codes == [409, 409, 409, 429]


def test_documents_beside_the_storefront(shop: Shop) -> None:
    """What a script writes into the vault's folder is found, also after the index was made anew."""
    document = offer_document()
    offer = shop.publish(document)
    engine = store.open_engine(shop.settings["DATABASE_URL"])
    copier = copies.Copier(engine, shop.vault)
    copier.all()
    shop.vault.write(document)
    copier.some()
    with engine.connect() as db:
        assert queries.offer(db, "0x" + offer_id(offer).hex()).document["category"] == "tea"
        assert queries.categories(db) == [("tea", 1)]
    shop.publish(document, shop.copier)
    with engine.connect() as db:
        assert queries.categories(db) == [("tea", 2)]
    shop.follow.prepare(rebuild=True)
    shop.follow.catch_up()
    copier.all()
    with engine.connect() as db:
        assert queries.offer(db, "0x" + offer_id(offer).hex()).document["category"] == "tea"
        assert queries.categories(db) == [("tea", 2)]


def test_forgotten_with_its_offer(shop: Shop) -> None:
    """A re-organisation that takes the offer away takes its text out of the searches."""
    document = offer_document()
    shop.publish(document)
    shop.put(document)
    shop.devnet.roll_back(1)
    shop.follow.catch_up()
    engine = store.open_engine(shop.settings["DATABASE_URL"])
    copies.Copier(engine, shop.vault).some()
    with engine.connect() as db:
        assert queries.places_of_document(db, named(document)) == []
        assert queries.places_of_document(db, named(picture())) == []
