"""Sealed evidence: taken for its own two sides' order, kept while that is open, gone when they want it and may."""

from hashlib import sha256

from frontend.index import evidence as index
from frontend.index import queries, store
from frontend.index.queries import OrderFilter
from scripts import evidence, sealing
from scripts.documents import MAX_EVIDENCE_BYTES
from scripts.terms import Order
from tests.frontend.documents import COPIER_KEY, Shop, named, offer_document, says


def written(shop: Shop, text: str = "It is broken.", buyer: str = "") -> bytes:
    """Evidence on an order of these two, for one reader."""
    readers = [sealing.public_point(sealing.new_key())]
    return evidence.seal(evidence.evidence(text), readers, (buyer or shop.buyer, shop.seller))[0]


def submit(shop: Shop, order: Order, body: bytes, who: str = "") -> None:
    """Somebody names it on the order's record; indexed."""
    call = shop.devnet.escrow.call("submit_evidence", order, sha256(body).digest())
    shop.devnet.mine((who or shop.buyer, call))
    shop.follow.catch_up()


def test_evidence_is_taken_for_its_own_order(shop: Shop) -> None:
    order, body, theirs = (
        shop.buy(shop.publish(offer_document()), shop.sealed()),
        written(shop),
        written(shop, "", "0x" + "9" * 40),
    )
    says(shop.put(body), 409, "No indexed offer, profile, order or event names this document (yet).")
    submit(shop, order, body)
    submit(shop, order, theirs)
    assert shop.put(body).status_code == 201
    assert (shop.get(named(body)).data, shop.get(named(body)).headers["Cache-Control"]) == (body, "no-store")
    says(shop.put(theirs), 415, "No order between these two names this evidence.")
    with store.open_engine(shop.settings["DATABASE_URL"]).connect() as db:
        found = index.papers(db, queries.orders(db, OrderFilter(buyer=shop.buyer)).items[0].id)
    assert [(paper.document, paper.role) for paper in found] == [
        ("0x" + named(body), "buyer"),
        ("0x" + named(theirs), "buyer"),
    ]


def test_large_evidence_is_taken_and_nothing_larger(shop: Shop) -> None:
    order = shop.buy(shop.publish(offer_document()), shop.sealed())
    readers = [sealing.public_point(sealing.new_key())]
    picture = {"type": "image/jpeg", "data": sealing.encode(b"\xff\xd8\xff" + bytes(evidence.MAX_PICTURE_BYTES - 3))}
    full = {**evidence.evidence("x" * 4000), "pictures": [picture]}
    evidence.check(full)
    body, _ = evidence.seal(full, readers, (shop.buyer, shop.seller))
    submit(shop, order, body)
    assert shop.put(body).status_code == 201
    says(shop.put(body + b" " * MAX_EVIDENCE_BYTES), 413, "A document may have 2675 KiB at most.")


def test_nobody_erases_what_speaks_against_him(shop: Shop) -> None:
    """While the order is open the author alone may; afterwards either side; a copier's order changes nothing."""
    offer = shop.publish(offer_document())
    order, mine, kept = shop.buy(offer, shop.sealed()), written(shop), written(shop, "Two")
    for body in (mine, kept):
        submit(shop, order, body)
        assert shop.put(body).status_code == 201
    submit(shop, order, kept, shop.seller)
    sentence = "While the order is open, only whoever put evidence there may have it erased."
    says(shop.erase(kept), 403, sentence)
    other = shop.buy(offer, shop.sealed(shop.copier), shop.copier, salt=9)
    submit(shop, other, mine, shop.copier)
    says(
        shop.erase(mine, key=COPIER_KEY),
        403,
        "Only the buyer or the seller of these delivery details may have them erased.",
    )
    assert shop.erase(mine).status_code == 200
    shop.confirm(order)
    assert shop.erase(kept).status_code == 200
    assert [shop.get(named(body)).status_code for body in (mine, kept)] == [410, 410]


def test_evidence_goes_with_its_order(shop: Shop) -> None:
    order, body = shop.buy(shop.publish(offer_document()), shop.sealed()), written(shop)
    submit(shop, order, body)
    shop.put(body)
    shop.confirm(order)
    assert shop.erase_ended(days_later=13) == 0
    assert shop.erase_ended(days_later=14) == 1
    assert shop.get(named(body)).status_code == 410


def test_one_account_fills_no_shelf_of_another(shop: Shop) -> None:
    order = shop.buy(shop.publish(offer_document()), shop.sealed())
    bodies = [written(shop, str(number)) for number in range(index.MOST + 1)]
    calls = [shop.devnet.escrow.call("submit_evidence", order, sha256(body).digest()) for body in bodies]
    shop.devnet.mine(*((shop.seller, call) for call in calls))
    shop.follow.catch_up()
    assert {shop.put(body).status_code for body in bodies[:-1]} == {201}
    says(shop.put(bodies[-1]), 415, f"This shop keeps {index.MOST} documents of one account for an order.")
    mine = written(shop, "The buyer's")
    submit(shop, order, mine)
    assert shop.put(mine).status_code == 201
