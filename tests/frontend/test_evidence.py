"""Sealed evidence: taken for its own two sides' order, kept while that is open, gone when they want it and may."""

import re
from hashlib import sha256

from eth_account import Account
from sqlalchemy import delete

from frontend.index import evidence as index
from frontend.index import history, keeping, papers, store
from frontend.vault.erasing import DAY
from frontend.web import limits
from scripts import evidence, sealing
from scripts.documents import MAX_EVIDENCE_BYTES, encode_picture
from scripts.terms import Kind, Order
from scripts.wallet import Call
from tests.fixtures.consent import ACTION, action
from tests.frontend.documents import BUYER_KEY, COPIER_KEY, HOUR, Shop, named, offer_document, picture, says


def written(shop: Shop, text: str = "It is broken.", buyer: str = "", seller: str = "") -> bytes:
    """Evidence on an order of these two, for one reader."""
    readers = [sealing.public_point(sealing.new_key())]
    return evidence.seal(evidence.evidence(text), readers, (buyer or shop.buyer, seller or shop.seller))[0]


def submit(shop: Shop, order: Order, body: bytes, who: str = "") -> None:
    """Somebody names it on the order's record; indexed."""
    call = shop.devnet.escrow.call("submit_evidence", order, sha256(body).digest())
    shop.devnet.mine((who or shop.buyer, call))
    shop.follow.catch_up()


def signed(shop: Shop, order: Order, body: bytes) -> Call:
    """The buyer's signature for naming it, which anybody may bring while the order stands as it does."""
    order_id = shop.devnet.market.order_id(order)
    record = shop.devnet.market.sale(order_id).record
    wanted = action("submit_evidence", document=sha256(body).digest())
    stands = {"order_id": order_id, "verb": "submit_evidence", "status": record.status, "round": record.round}
    types = {"Action": [{"name": name, "type": kind} for name, kind in ACTION.items()]}
    domain = {"name": "Handover", "version": "1", "chainId": 31337, "verifyingContract": shop.devnet.escrow.address}
    signature = Account.sign_typed_data(BUYER_KEY, domain, types, {**wanted._asdict(), **stands}).signature
    return shop.devnet.escrow.call("act_signed", order, wanted, bytes(signature))


def on_record(shop: Shop, order: Order) -> list[tuple[str, str]]:
    """The documents on an order's record, each with the role of who put it there."""
    with store.open_engine(shop.settings["DATABASE_URL"]).connect() as db:
        found = index.papers(db, "0x" + shop.devnet.market.order_id(order).hex())
    return [(paper.document, paper.role) for paper in found]


def test_evidence_is_taken_for_its_own_order(shop: Shop) -> None:
    order, body, theirs = (
        shop.buy(shop.publish(offer_document()), shop.sealed()),
        written(shop),
        written(shop, "", "0x" + "9" * 40),
    )
    says(shop.put(body), 409, "No indexed offer, profile, order, lot, review or event names this document (yet).")
    submit(shop, order, body)
    submit(shop, order, theirs)
    assert shop.put(body).status_code == 201
    assert (shop.get(named(body)).data, shop.get(named(body)).headers["Cache-Control"]) == (body, "no-store")
    says(shop.put(theirs), 415, "No order between these two names this evidence.")
    assert on_record(shop, order) == [("0x" + named(body), "buyer"), ("0x" + named(theirs), "buyer")]


def test_large_evidence_is_taken_and_nothing_larger(shop: Shop) -> None:
    order = shop.buy(shop.publish(offer_document()), shop.sealed())
    readers = [sealing.public_point(sealing.new_key())]
    smallest = encode_picture(picture())
    largest = smallest + bytes(evidence.MAX_PICTURE_BYTES - len(smallest))
    shown = {"type": "image/webp", "data": sealing.encode(largest)}
    full = {**evidence.evidence("x" * 4000), "pictures": [shown]}
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


def test_no_order_of_anothers_erases_it(shop: Shop) -> None:
    """That names it as what to deliver and is over: a stranger's, or one that was paid in the buyer's name."""
    offer = shop.publish(offer_document())
    order, body = shop.buy(offer, shop.sealed()), written(shop)
    submit(shop, order, body)
    shop.put(body)
    for buyer in (shop.copier, shop.buyer):
        theirs = shop.buy(offer, body, buyer, payer=shop.copier, salt=7)
        shop.devnet.mine((shop.seller, shop.devnet.escrow.call("refund", theirs, theirs.total)))
    shop.follow.catch_up()
    assert shop.erase_ended(days_later=14) == 0
    assert shop.get(named(body)).data == body


def test_no_order_of_anothers_keeps_it(shop: Shop) -> None:
    """That was paid in the buyer's name, who did nothing about it."""
    offer = shop.publish(offer_document())
    order, body, mine = shop.buy(offer, shop.sealed()), written(shop), written(shop, "Two")
    for paper in (body, mine):
        submit(shop, order, paper)
        shop.put(paper)
    gift = shop.buy(offer, shop.sealed(), payer=shop.copier, salt=7)
    for paper in (body, mine):
        submit(shop, gift, paper, shop.seller)
    shop.confirm(order)
    assert shop.erase(mine).status_code == 200
    assert shop.erase_ended(days_later=14) == 1
    assert shop.get(named(body)).status_code == 410


def test_nothing_is_erased_before_the_index_knows(shop: Shop) -> None:
    """Who still needs it: while it is made anew, and while it is behind."""
    order, body = shop.buy(shop.publish(offer_document()), shop.sealed()), written(shop)
    submit(shop, order, body)
    shop.put(body)
    with store.writing(store.open_engine(shop.settings["DATABASE_URL"])) as db:
        db.execute(delete(index.named))
    says(shop.erase(body), 403, "No order between these two names this evidence.")
    shop.devnet.node.rpc("evm_increaseTime", HOUR)
    shop.devnet.mine((shop.seller, shop.devnet.escrow.call("ship", order)))
    says(shop.erase(body), 503, "This shop has not read the latest of the chain yet; try again later.")
    assert shop.get(named(body)).data == body


def test_one_account_fills_no_shelf_of_another(shop: Shop) -> None:
    order = shop.buy(shop.publish(offer_document()), shop.sealed())
    bodies = [written(shop, str(number)) for number in range(index.MOST + 1)]
    calls = [shop.devnet.escrow.call("submit_evidence", order, sha256(body).digest()) for body in bodies]
    shop.devnet.mine(*((shop.seller, call) for call in calls))
    shop.follow.catch_up()
    assert {shop.put(body).status_code for body in bodies[:-1]} == {201}
    says(shop.put(bodies[-1]), 415, f"This shop keeps {index.MOST} documents of one account for an order.")
    mine, last = written(shop, "The buyer's"), written(shop, "What the seller answers him")
    submit(shop, order, mine)
    assert shop.put(mine).status_code == 201
    call = shop.devnet.escrow.call
    shop.devnet.mine((shop.seller, call("ship", order)))
    shop.devnet.mine((shop.buyer, call("request", order, 1, Kind.RETURN, bytes(32))))
    shop.devnet.mine((shop.seller, call("approve_return", order, sha256(last).digest())))
    shop.follow.catch_up()
    assert shop.put(last).status_code == 201
    shown = [name for name, _ in on_record(shop, order)]
    assert shown == ["0x" + named(body) for body in (*bodies[:-1], mine, last)]


def test_a_repeat_is_no_other_document(shop: Shop) -> None:
    """What a buyer signed, his seller brings two hundred times."""
    order = shop.buy(shop.publish(offer_document()), shop.sealed())
    bodies = [written(shop, f"It is broken, {number}") for number in range(4)]
    for body in bodies[:-1]:
        submit(shop, order, body)
    call = signed(shop, order, bodies[-1])
    for _ in range(4):
        shop.devnet.mine(*[(shop.seller, call)] * 50)
    shop.follow.catch_up()
    names = ["0x" + named(body) for body in bodies]
    assert on_record(shop, order) == [(name, "buyer") for name in names]
    with store.open_engine(shop.settings["DATABASE_URL"]).connect() as db:
        assert [paper.documents[1:] for paper in papers.papers(db, shop.buyer)] == [names]
    proof = shop.client.get(f"/orders/0x{shop.devnet.market.order_id(order).hex()}/verify.html").get_data(as_text=True)
    assert [word in proof for word in ('"OrderPaid"', *names)] == [True] * 5
    assert proof.count('"EvidenceSubmitted"') == 4


def test_a_flood_hides_nothing_of_the_other_side(shop: Shop) -> None:
    """Neither what it said, nor what it did."""
    order = shop.buy(shop.publish(offer_document()), shop.sealed())
    mine = written(shop)
    submit(shop, order, mine)
    flood = [number.to_bytes(32, "big") for number in range(1, index.LOOKED_THROUGH + 2)]
    call = shop.devnet.escrow.call
    shop.devnet.mine(*((shop.seller, call("submit_evidence", order, name)) for name in flood))
    shop.devnet.mine((shop.seller, call("ship", order)))
    shop.devnet.mine((shop.buyer, call("request", order, order.total, Kind.REFUND, bytes(32))))
    shop.devnet.mine(*[(shop.seller, call("refund", order, 1))] * (history.MOST_STEPS + 1))
    shop.follow.catch_up()
    first = [("0x" + name.hex(), "seller") for name in flood[: index.MOST]]
    assert on_record(shop, order) == [("0x" + named(mine), "buyer"), *first]
    shop.put(mine)
    page = shop.client.get(f"/orders/0x{shop.devnet.market.order_id(order).hex()}").get_data(as_text=True)
    assert f'data-paper="0x{named(mine)}"' in page
    with store.open_engine(shop.settings["DATABASE_URL"]).connect() as db:
        steps = history.steps(db, "0x" + shop.devnet.market.order_id(order).hex())
    assert [step.name for step in steps[:3]] == ["OrderPaid", "OrderShipped", "OrderRequested"]
    assert len(steps) == 3 + history.MOST_STEPS


def test_other_peoples_evidence_is_not_shown(shop: Shop) -> None:
    """What says that it is between others: the shop has it for their order, and it is named on this one, too."""
    offer = shop.publish(offer_document())
    order, theirs = shop.buy(offer, shop.sealed()), shop.buy(offer, shop.sealed(shop.copier), shop.copier)
    mine, strange = written(shop), written(shop, "He told me.", shop.copier)
    for on, body in ((order, mine), (theirs, strange), (order, strange)):
        submit(shop, on, body, shop.seller)
    assert [shop.put(body).status_code for body in (mine, strange)] == [201, 201]
    page = shop.client.get(f"/orders/0x{shop.devnet.market.order_id(order).hex()}").get_data(as_text=True)
    assert [f'data-paper="0x{named(body)}"' in page for body in (mine, strange)] == [True, False]


def test_a_presents_recipient_has_a_say(shop: Shop) -> None:
    """What he put on its record is his; and as soon as he asks for more time, it counts what others put there."""
    offer, call = shop.publish(offer_document(), shop.copier), shop.devnet.escrow.call
    told, waiting = (shop.buy(offer, shop.sealed(), payer=shop.seller, salt=salt) for salt in (1, 2))
    mine, theirs = (written(shop, text, seller=shop.copier) for text in ("It is broken.", "It was whole."))
    submit(shop, told, mine)
    submit(shop, waiting, theirs, shop.copier)
    assert [shop.put(body).status_code for body in (mine, theirs)] == [201, 201]
    sentence = "While the order is open, only whoever put evidence there may have it erased."
    says(shop.erase(mine, key=COPIER_KEY), 403, sentence)
    shop.devnet.mine((shop.copier, call("ship", waiting)))
    deadline = shop.devnet.market.sale(shop.devnet.market.order_id(waiting)).record.deadline
    for who, days, is_needed in ((shop.copier, 1, False), (shop.buyer, 2, True)):
        shop.devnet.mine((who, call("extend", waiting, deadline + days * DAY)))
        shop.follow.catch_up()
        with store.open_engine(shop.settings["DATABASE_URL"]).connect() as db:
            two = (shop.buyer.lower(), shop.copier.lower())
            assert keeping.is_needed(db, named(theirs), two, 0) == is_needed


def test_what_a_record_offers_to_erase(shop: Shop) -> None:
    """Everything that would be erased if it were ticked, each by its own name; nothing ticked that is still needed."""
    offer = shop.publish(offer_document())
    order, present = shop.buy(offer, shop.sealed()), shop.buy(offer, gift := shop.sealed(), payer=shop.copier, salt=2)
    mine, theirs, told = written(shop), written(shop, "It was whole."), _letter(shop)
    for on, body, who in ((order, mine, shop.buyer), (order, theirs, shop.seller), (present, told, shop.seller)):
        submit(shop, on, body, who)
    assert [shop.put(body).status_code for body in (gift, mine, theirs, told)] == [201] * 4

    def listed() -> dict[str, tuple[bool, str]]:
        limits.limiter.reset()
        page = shop.client.get(f"/record?account={shop.buyer}").get_data(as_text=True)
        assert ("Other people's evidence on an open order is not listed" in page) == (named(theirs) not in page)
        found = re.findall(r'<input type="checkbox" value="0x(\w+)"[^>]*?( checked)?><span>([^<·]+) ·', page)
        return {name: (bool(ticked), label) for name, ticked, label in found}

    names = {"Delivery details": gift, "My evidence": mine, "Letter from the seller": told}
    assert listed() == {named(body): (False, label) for label, body in names.items()}
    shop.confirm(order)
    assert {label for ticked, label in listed().values() if ticked} == {"My evidence", "Letter from the seller"}
    assert set(listed()) == {named(body) for body in (gift, mine, theirs, told)}


def _letter(shop: Shop) -> bytes:
    """Where the parcel is, for the buyer alone."""
    plain = sealing.parcel("DHL", "0034", "")
    return sealing.seal(plain, sealing.public_point(sealing.new_key()), (shop.buyer, shop.seller))
