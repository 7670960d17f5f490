"""The API of claims and reviews: every answer as its description says, every wrong question answered in a sentence."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, select

from frontend.index import schema, store
from frontend.index.documents import Copier
from frontend.index.reviews import tables
from frontend.index.vouching.tables import FOREVER, vouchings
from frontend.web import limits
from scripts.claims import KINDS, kind_of
from scripts.documents import canonical, examine
from scripts.refusal import Refusal
from tests.frontend.documents import Shop, named, offer_document, picture, says
from tests.frontend.index.conftest import Traded
from tests.frontend.index.test_api import HASH, NOBODY, get
from tests.frontend.index.test_provenance_api import walk
from tests.frontend.indexing import environment, follower
from tests.frontend.instalments import BUYERS
from tests.frontend.opinions import BELIEVED, ISSUERS, SUBJECTS

NINES = "9" * 30


def test_claims(client: FlaskClient, db: Connection, traded: Traded) -> None:
    """All that stand, of known issuers and of others, each with its state and its history."""
    people, met = traded.devnet.people, set()
    known = {people[role]: kinds for role, kinds in BELIEVED.items()}
    told: list[Any] = []
    for role in {*SUBJECTS, *BUYERS}:
        mine = get(client, f"/accounts/{people[role]}/claims")
        others = walk(client, f"/accounts/{people[role]}/claims/others")
        assert {one["issuer"] for one in mine["items"]} <= known.keys()
        assert {one["kind"] for one in mine["items"]} <= set(KINDS)
        assert not {one["issuer"] for one in others if one["kind"] in KINDS} & known.keys()
        holding = [one for one in mine["items"] if one["believed"] and one["state"] == "holds"]
        assert mine["factors"] == sorted({one["kind"] for one in holding} & {"email", "phone", "document", "address"})
        assert mine["level"] == len(mine["factors"])
        told += [*mine["items"], *others]
        limits.limiter.reset()
    for one in told:
        assert one["believed"] == (one["kind"] in known.get(one["issuer"], ()))
        met.add(one["state"])
    current = select(vouchings).where(vouchings.c.until == FOREVER, vouchings.c.issued)
    rows = db.execute(current).all()
    assert sorted((row.issuer, row.subject, kind_of(row.kind)) for row in rows) == sorted(map(_key, told))
    assert met == {"holds", "expired", "revoked", "declined"}
    for one in told[:5]:
        path = f"/claims/{one['issuer']}/{one['subject']}/{one['kind']}"
        assert get(client, path) == one
        assert walk(client, f"{path}/history", 1)[-1]["name"] in ("ClaimIssued", "ClaimDeclined")


def _key(told: Any) -> tuple[str, str, str]:
    return told["issuer"].lower(), told["subject"].lower(), told["kind"]


def test_what_an_issuer_says(client: FlaskClient, traded: Traded) -> None:
    for role in ISSUERS:
        issuer, now = traded.devnet.people[role], traded.devnet.time()
        issued = walk(client, f"/accounts/{issuer}/issued", 3)
        assert {one["issuer"] for one in issued} == {issuer}
        ends = sorted(one["expires"]["unix"] for one in issued if one["state"] == "holds")
        for until in (now + 86_400, 2**40):
            soon = get(client, f"/accounts/{issuer}/issued/expiring?until={until}")["items"]
            assert [one["expires"]["unix"] for one in soon] == [end for end in ends if end <= until]
        assert get(client, f"/accounts/{issuer}/issued/expiring")["next"] is None
        limits.limiter.reset()


@pytest.mark.parametrize("sort", ["newest", "critical", "weightiest"])
def test_reviews(client: FlaskClient, db: Connection, traded: Traded, sort: str) -> None:
    """Of a seller and of a listing: as many as the ratings count, each with what the chain says of its order."""
    seller = traded.devnet.people["seller"]
    told = walk(client, f"/reviews?seller={seller}&sort={sort}")
    rating = get(client, f"/accounts/{seller}/rating")
    assert [sum(one["stars"] == n and one["fulfilled"] for one in told) for n in range(1, 6)] == rating["stars"]
    assert (rating["reviews"], rating["unfulfilled"]) == (sum(rating["stars"]), len(told) - sum(rating["stars"]))
    for ending in ("never_arrived", "sent_back", "refunded"):
        assert sum(one["ending"] == ending for one in told) == rating[ending]
    assert sum(one["weight"] > 0 for one in told) == rating["counted"]
    assert sum(one["weight"] for one in told) == rating["weight"] > 0
    keys = {"newest": lambda one: -_written(one), "critical": lambda one: one["stars"]}
    key = keys.get(sort, lambda one: -one["weight"])
    assert [key(one) for one in told] == sorted(map(key, told))
    for one in told[:4]:
        assert get(client, f"/orders/{one['order']}/review") == one
        of_listing = get(client, f"/offers/{one['offer']}/rating")
        listing = walk(client, f"/reviews?offer={one['offer']}")
        assert len(listing) == of_listing["reviews"] + of_listing["unfulfilled"]
        assert one in listing
        limits.limiter.reset()


def _written(told: Any) -> int:
    return int(told["texts"]["review"]["block"])


def test_filters(client: FlaskClient, traded: Traded) -> None:
    whole = walk(client, "/reviews", 20)
    seller, buyer = traded.devnet.people["seller"], traded.devnet.people["buyer"]
    mine = [one for one in whole if one["seller"] == seller]
    for query, expected in (
        (f"seller={seller}&stars=4", [one for one in mine if one["stars"] == 4]),
        (f"seller={seller}&fulfilled=false", [one for one in mine if not one["fulfilled"]]),
        (f"seller={seller}&ending=sent_back", [one for one in mine if one["ending"] == "sent_back"]),
        (f"seller={seller}&fulfilled=true&stars=1", [one for one in mine if one["fulfilled"] and one["stars"] == 1]),
        (f"buyer={buyer}", [one for one in whole if one["buyer"] == buyer]),
        (f"seller={seller}&language=zh", []),
        (f"seller={seller}&pictures=true", []),
        (f"seller={seller}&words=kettle", []),
    ):
        assert walk(client, f"/reviews?{query}") == expected, query
        limits.limiter.reset()


def test_whom_the_storefront_believes(client: FlaskClient, traded: Traded) -> None:
    said = get(client, "/trust")
    accounts = {traded.devnet.people[role]: sorted(kinds) for role, kinds in BELIEVED.items()}
    assert {one["account"]: one["kinds"] for one in said["issuers"]} == accounts
    assert {money["amount"] for money in said["full_weight"]} == {"10000000", "5000000"}
    (referrer,) = said["referrers"]
    assert (referrer["account"], referrer["name"]["zh"]) == (traded.devnet.people["referrer"], "导购")
    assert said["hidden"] == []


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/0x12/claims",
        "/accounts/0x12/issued",
        f"/accounts/{NOBODY}/claims/others?limit=0",
        f"/accounts/{NOBODY}/issued?after=x",
        f"/accounts/{NOBODY}/issued/expiring?until=soon",
        f"/accounts/{NOBODY}/issued/expiring?until={1:015}{NINES}",
        f"/accounts/{NOBODY}/issued?limit={1:09}{NINES}",
        f"/reviews?seller={NOBODY}&stars={1:015}{NINES}",
        f"/signed?seller={NOBODY}&after={1:017}{NINES}",
        f"/signed?seller={NOBODY}&limit={1:017}{NINES}",
        f"/claims/{NOBODY}/{NOBODY}/{'k' * 33}",
        f"/claims/{NOBODY}/0x12/business",
        "/reviews?stars=6",
        "/reviews?stars=½",
        "/reviews?fulfilled=maybe",
        "/reviews?ending=lost",
        "/reviews?language=fr",
        "/reviews?sort=best",
        "/reviews?sort=critical",
        f"/reviews?seller={NOBODY}&buyer={NOBODY}",
        f"/reviews?seller={NOBODY}&sort=weightiest&after=5",
        "/reviews?offer=0x12",
        "/orders/0x12/review",
    ],
)
def test_wrong_questions(client: FlaskClient, path: str) -> None:
    answer = client.get("/api/v1" + path)
    assert answer.status_code == 400
    assert answer.get_json()["error"].endswith(".")


@pytest.mark.parametrize(
    "path", [f"/orders/{HASH}/review", f"/offers/{HASH}/rating", f"/claims/{NOBODY}/{NOBODY}/business"]
)
def test_nothing_there(client: FlaskClient, path: str) -> None:
    get(client, path, 404)


def test_nobody_reviewed(client: FlaskClient) -> None:
    rating = get(client, f"/accounts/{NOBODY}/rating")
    assert (rating["stars"], rating["mean"], rating["plain_mean"]) == ([0] * 5, None, None)


# Texts, from the transaction to the answer


def words(text: str, *pictures: bytes, **other: Any) -> bytes:
    shown = {"pictures": [{"sha256": named(one)} for one in pictures]} if pictures else {}
    return canonical({"type": "handover/review/1", "language": "en", "text": text} | shown | other)


def replied(text: str) -> bytes:
    return canonical({"type": "handover/reply/1", "language": "en", "text": text})


def say(shop: Shop, who: str, verb: str, *arguments: Any) -> None:
    shop.devnet.mine((who, shop.devnet.reviews.call(verb, *arguments)))
    shop.follow.catch_up()


def test_texts_are_taken_once_the_chain_names_them(shop: Shop, tmp_path: Path) -> None:
    """A review with a picture, a reply, a follow-up: none before, none of another kind, all of them told and found."""
    text, answer, more = words("It leaks.", picture("green")), replied("Sorry."), words("Mended it myself.")
    order = shop.buy(shop.publish(offer_document()), shop.sealed())
    shop.confirm(order)
    order_id = "0x" + shop.devnet.market.order_id(order).hex()
    sentence = "No indexed offer, profile, order, lot, review or event names this document (yet)."
    says(shop.put(text), 409, sentence)
    say(shop, order.buyer, "review", order, 2, sha256(text).digest())
    assert get(shop.client, f"/orders/{order_id}/review")["texts"]["review"]["body"] is None
    says(shop.put(picture("green")), 409, sentence)
    assert shop.put(text).status_code == 201
    assert shop.put(picture("green")).status_code == 201
    says(shop.put(answer), 409, sentence)
    say(shop, order.offer.seller, "reply", order, 1, sha256(answer).digest())
    say(shop, order.buyer, "follow_up", order, sha256(more).digest())
    assert [shop.put(body).status_code for body in (answer, more)] == [201, 201]
    told = get(shop.client, f"/orders/{order_id}/review")
    bodies = {part: said["body"]["text"] for part, said in told["texts"].items()}
    assert bodies == {"review": "It leaks.", "reply": "Sorry.", "follow_up": "Mended it myself."}
    assert (told["stars"], told["nth"], told["fulfilled"], told["shipped"]) == (2, 1, True, None)
    times = [
        told["paid"],
        told["received"],
        *(told["texts"][part]["time"] for part in ("review", "reply", "follow_up")),
    ]
    assert [one["unix"] for one in times] == sorted(one["unix"] for one in times)
    for query in ("words=leak", "words=mended", "language=en", "pictures=true"):
        found = get(shop.client, f"/reviews?seller={order.offer.seller}&{query}")["items"]
        assert [one["order"] for one in found] == [order_id], query
    assert get(shop.client, f"/reviews?seller={order.offer.seller}&words=sorry")["items"] == []
    assert _rebuilt(shop, tmp_path) == _rows(shop.settings["DATABASE_URL"])


def _rebuilt(shop: Shop, folder: Path) -> Any:
    """What an index made anew has, with its documents from the vault."""
    (folder / "fresh").mkdir()
    settings = environment(shop.devnet, folder / "fresh")
    follower(settings).catch_up()
    Copier(store.open_engine(settings["DATABASE_URL"]), shop.vault).all()
    return _rows(settings["DATABASE_URL"])


def _rows(database: str) -> Any:
    names = (schema.documents, schema.pictures, tables.reviews, tables.texts, tables.review_search)
    with store.open_engine(database).connect() as db:
        return [db.execute(select(table).order_by(*table.primary_key)).all() for table in names]


def test_documents_of_another_kind_are_refused(shop: Shop) -> None:
    """An answer where a review belongs, a review where nothing but a credential is named."""
    order = shop.buy(shop.publish(offer_document()), shop.sealed())
    shop.confirm(order)
    say(shop, order.buyer, "review", order, 2, sha256(replied("Praise!")).digest())
    sentence = "The chain names this as the document of a review, and it is a reply."
    says(shop.put(replied("Praise!")), 415, sentence)
    issue = shop.devnet.identity.call(
        "issue", order.buyer, b"person".ljust(32, b"\0"), 2**39, sha256(words("!")).digest()
    )
    shop.devnet.mine((order.offer.seller, issue))
    shop.follow.catch_up()
    says(shop.put(words("!")), 415, "The chain names this as the document of a credential, and it is a review.")


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        (words(""), "review, text: is empty."),
        (words("x" * 2_001), "review, text: has more than 2000 characters."),
        (
            words("x", *(picture(colour) for colour in ("red", "blue", "lime", "pink", "gold", "gray", "navy"))),
            "6 entries",
        ),
        (words("x", language="fr"), "review, language: must be one of en, zh."),
        (words("x", name="A. Buyer"), "review, document: 'name' is not a known field"),
        (words("ok\u202edlrow"), "review, text: has characters or a form that is not allowed."),
        (
            canonical({"type": "handover/review/1", "language": "en"}),
            "review, document: does not have an accepted form.",
        ),
        (canonical({"type": "handover/reply/1", "language": "en"}), "reply, document: 'text' is missing."),
    ],
)
def test_malformed_texts_are_refused(document: bytes, fault: str) -> None:
    with pytest.raises(Refusal) as refused:
        examine(document)
    assert fault in str(refused.value)
