"""Sealed delivery details: there when their order is, gone when they shall be, and nobody else's to decide on."""

import errno
import os
import time
from hashlib import sha256

import pytest

from frontend.vault import waiting
from frontend.vault.waiting import PATIENCE
from frontend.web import limits
from scripts import sealing
from scripts.terms import Order
from tests.frontend.documents import COPIER_KEY, HOUR, Shop, named, offer_document, picture, says
from tests.frontend.traffic import NOBODY

USAGE = "Erasing takes a JSON object with account, documents, expires and signature."
NOT_YOURS = "Only the buyer or the seller of these delivery details may have them erased."


def test_delivery_details_wait_for_their_order(shop: Shop) -> None:
    """Left before paying, not shown to anybody; there once the order is."""
    offer, delivery = shop.publish(offer_document()), shop.sealed()
    waits = shop.put(delivery)
    assert (waits.status_code, waits.get_json()) == (202, {"sha256": named(delivery), "waiting": True})
    assert shop.get(named(delivery)).status_code == 404
    shop.buy(offer, delivery)
    answer = shop.get(named(delivery))
    assert (answer.status_code, answer.data) == (200, delivery)
    assert answer.headers["Cache-Control"] == "no-store"
    assert not list((shop.vault.folder / "waiting").iterdir())


def test_delivery_details_after_paying(shop: Shop) -> None:
    delivery = shop.sealed()
    shop.buy(shop.publish(offer_document()), delivery)
    assert shop.put(delivery).status_code == 201
    assert shop.get(named(delivery)).data == delivery


def test_waiting_ends(shop: Shop) -> None:
    """What no order names in time is dropped when somebody else comes."""
    forgotten, other = shop.sealed(), shop.sealed()
    shop.put(forgotten)
    path = shop.vault.folder / "waiting" / named(forgotten)
    old = time.time() - PATIENCE - 1
    os.utime(path, (old, old))
    shop.put(other)
    assert not path.exists()
    assert (shop.vault.folder / "waiting" / named(other)).exists()


def test_waiting_room_is_not_for_everything(shop: Shop) -> None:
    """The next document from one address is refused in words; whoever leaves one again does not keep his seat by it.

    Nothing is done for what came lately; to let another wait longer is counted.
    """
    allowed = int(limits.WAITING.split("/", maxsplit=1)[0])
    too_many = "Too many documents from here wait for their orders; try again later."
    first = shop.sealed()
    path = shop.vault.folder / "waiting" / named(first)
    shop.put(first)
    for age, is_renewed in ((PATIENCE // 3, False), (PATIENCE * 2 // 3, True)):
        since = int(time.time()) - age
        os.utime(path, (since, since))
        assert shop.put(first).status_code == 202
        assert (path.stat().st_mtime > since) == is_renewed
    assert {shop.put(shop.sealed()).status_code for _ in range(allowed - 2)} == {202}
    says(shop.put(shop.sealed()), 429, too_many)
    assert shop.put(first).status_code == 202
    os.utime(path, (since, since))
    says(shop.put(first), 429, too_many)
    assert path.stat().st_mtime == since


def test_buyer_erases(shop: Shop) -> None:
    """Gone, told so, and not taken again."""
    delivery = shop.sealed()
    shop.buy(shop.publish(offer_document()), delivery)
    shop.put(delivery)
    assert shop.erase(delivery).get_json() == {"erased": [named(delivery)]}
    assert shop.erase(delivery).get_json() == {"erased": []}
    gone = "This document was erased, because the order is over or its people wanted it so."
    says(shop.get(named(delivery)), 410, gone)
    says(shop.put(delivery), 410, "This document was erased, and is not taken again.")
    assert not any(delivery == path.read_bytes() for path in shop.vault.folder.rglob("*") if path.is_file())


def test_erased_while_waiting(shop: Shop) -> None:
    """Nobody has looked at them since the order was paid: gone from the waiting room too."""
    delivery = shop.sealed()
    shop.put(delivery)
    shop.buy(shop.publish(offer_document()), delivery)
    assert shop.erase(delivery).status_code == 200
    assert shop.get(named(delivery)).status_code == 410
    assert not any(delivery == path.read_bytes() for path in shop.vault.folder.rglob("*") if path.is_file())


def test_one_signature_erases_several_or_none(shop: Shop) -> None:
    mine, also_mine, theirs = shop.sealed(), shop.sealed(), shop.sealed(shop.copier)
    offer = shop.publish(offer_document())
    for salt, (delivery, buyer) in enumerate(((mine, shop.buyer), (also_mine, shop.buyer), (theirs, shop.copier))):
        shop.buy(offer, delivery, buyer, salt=salt + 1)
        shop.put(delivery)
    says(shop.erase(mine, theirs), 403, NOT_YOURS)
    says(shop.erase(mine, documents=["0x" + named(also_mine)]), 403, "The signature is not this account's.")
    says(shop.erase(*[mine] * 101), 400, USAGE)
    assert shop.get(named(mine)).data == mine
    assert shop.erase(mine, also_mine).get_json() == {"erased": sorted((named(mine), named(also_mine)))}
    assert [shop.get(named(one)).status_code for one in (mine, also_mine, theirs)] == [410, 410, 200]


def test_refused_in_the_readers_language(shop: Shop) -> None:
    delivery = shop.sealed()
    shop.buy(shop.publish(offer_document()), delivery)
    shop.put(delivery)
    shop.client.set_cookie("language", "zh")
    says(shop.erase(delivery, key=COPIER_KEY), 403, "只有这份收货信息的买家或商家可以要求删除。")


def test_nobody_else_erases(shop: Shop) -> None:
    delivery = shop.sealed()
    shop.buy(shop.publish(offer_document()), delivery)
    shop.put(delivery)
    stranger = "0x" + "22" * 32
    says(shop.erase(delivery, key=stranger), 403, NOT_YOURS)
    says(shop.erase(delivery, key=stranger, account=shop.buyer), 403, "The signature is not this account's.")
    expired = "The request has expired, or is valid for more than an hour."
    says(shop.erase(delivery, valid=-1), 403, expired)
    says(shop.erase(delivery, valid=3 * HOUR), 403, expired)
    says(shop.erase(delivery, signature="0xzz"), 400, "A signature is 0x and hex digits.")
    says(shop.erase(shop.sealed()), 404, "This storefront does not have the document.")
    assert shop.get(named(delivery)).data == delivery


def test_details_that_name_nobody_wait_for_the_schedule(shop: Shop) -> None:
    """They say between whom they are, or nobody is asked."""
    text = sealing.delivery("k" * 87, "A. Buyer", {"street": "1 Quiet Lane"})
    anonymous = sealing.seal(text, sealing.public_point(sealing.new_key()))
    shop.put(anonymous)
    order = shop.buy(shop.publish(offer_document()), anonymous)
    says(shop.erase(anonymous), 403, NOT_YOURS)
    shop.confirm(order)
    assert shop.erase_ended(days_later=14) == 1
    assert shop.get(named(anonymous)).status_code == 410


def test_copier_who_pays_first_has_no_say(shop: Shop) -> None:
    """He saw the hash in the buyer's payment, and was mined before it. The buyer's say is not his to take."""
    delivery, offer = shop.sealed(), shop.publish(offer_document())
    shop.put(delivery)
    shop.buy(offer, delivery, shop.copier)
    shop.buy(offer, delivery, salt=2)
    says(shop.erase(delivery, key=COPIER_KEY), 403, NOT_YOURS)
    assert shop.get(named(delivery)).data == delivery
    assert shop.put(delivery).status_code == 200
    says(shop.erase(delivery, key=COPIER_KEY), 403, NOT_YOURS)
    assert shop.erase(delivery).status_code == 200
    assert shop.get(named(delivery)).status_code == 410
    assert shop.put(delivery).status_code == 410


def test_copier_who_sells_to_the_buyer_has_no_say(shop: Shop) -> None:
    """He pays in the buyer's name for an offer of his own, and so is the seller of an order with these details."""
    delivery = shop.sealed()
    shop.put(delivery)
    shop.buy(shop.publish(offer_document(category="bait"), shop.copier), delivery, payer=shop.devnet.people["friend"])
    shop.buy(shop.publish(offer_document()), delivery, salt=2)
    says(shop.erase(delivery, key=COPIER_KEY), 403, NOT_YOURS)
    assert shop.get(named(delivery)).data == delivery


def test_contract_wallet_erases(shop: Shop) -> None:
    """A buyer that is a contract: its own ERC-1271 check decides; the owner of this one has a key of the devnet."""
    wallet = shop.devnet.people["wallet"]
    delivery = shop.sealed(wallet)
    shop.buy(shop.publish(offer_document()), delivery, wallet)
    shop.put(delivery)
    owner = "0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6"
    says(shop.erase(delivery, key="0x" + "44" * 32, account=wallet), 403, "The signature is not this account's.")
    assert shop.erase(delivery, key=owner, account=wallet).status_code == 200


def test_scheduled_erasing(shop: Shop) -> None:
    """Days after the end, not before, and not while another order of the same people needs them."""
    delivery, shared, offer = shop.sealed(), shop.sealed(), shop.publish(offer_document())
    over = shop.buy(offer, delivery)
    done, lasting = shop.buy(offer, shared, salt=2), shop.buy(offer, shared, salt=3)
    shop.put(delivery)
    shop.put(shared)
    shop.confirm(done)
    shop.confirm(over)
    assert shop.erase_ended(days_later=13) == 0
    assert shop.erase_ended(days_later=14) == 1
    assert shop.get(named(delivery)).status_code == 410
    assert shop.get(named(shared)).data == shared
    shop.confirm(lasting)
    assert shop.erase_ended(days_later=14) == 1
    assert shop.get(named(shared)).status_code == 410


def test_copier_moves_no_schedule(shop: Shop) -> None:
    """His order that is over erases nothing that others need; his order that is not keeps nothing alive."""
    delivery, offer = shop.sealed(), shop.publish(offer_document())
    shop.put(delivery)
    shop.confirm(shop.buy(offer, delivery, shop.copier))
    honest = shop.buy(offer, delivery, salt=2)
    assert shop.get(named(delivery)).data == delivery
    assert shop.erase_ended(days_later=15) == 0
    shop.buy(offer, delivery, shop.copier, salt=3)
    shop.confirm(honest)
    assert shop.erase_ended(days_later=15) == 1
    assert shop.get(named(delivery)).status_code == 410


def test_paid_details_outlast_the_waiting_room(shop: Shop) -> None:
    """The merchant looks the day after; others came in between."""
    delivery = shop.sealed()
    shop.put(delivery)
    shop.buy(shop.publish(offer_document()), delivery)
    long_ago = time.time() - PATIENCE - 1
    os.utime(shop.vault.folder / "waiting" / named(delivery), (long_ago, long_ago))
    shop.put(shop.sealed())
    assert shop.get(named(delivery)).data == delivery


def test_details_that_nobody_fetched_are_erased(shop: Shop) -> None:
    """They came before the order was paid, and wait still."""
    delivery = shop.sealed()
    shop.put(delivery)
    shop.confirm(shop.buy(shop.publish(offer_document()), delivery))
    assert shop.erase_ended(days_later=14) == 1
    assert shop.get(named(delivery)).status_code == 410
    assert not (shop.vault.folder / "waiting" / named(delivery)).exists()


def test_waiting_together(shop: Shop) -> None:
    """Half-written files of others come and go in the waiting room while one looks around in it."""
    shop.put(shop.sealed())
    (shop.vault.folder / "waiting" / ".part-gone").symlink_to(shop.vault.folder / "nowhere")
    assert shop.put(shop.sealed()).status_code == 202


def test_offers_text_is_no_delivery_details(shop: Shop) -> None:
    """An order can name the hash of any document: a rival's offer shall not lose its text by that."""
    text = offer_document()
    shop.publish(text)
    assert shop.put(text).status_code == 201
    assert shop.put(picture()).status_code == 201
    bait = shop.publish(offer_document(category="bait"), shop.copier)
    shop.confirm(shop.buy(bait, text))
    shop.confirm(shop.buy(bait, picture(), salt=2))
    assert shop.erase_ended(days_later=15) == 0
    assert shop.get(named(text)).data == text
    assert shop.get(named(picture())).data == picture()


def test_return_address_is_no_delivery_details(shop: Shop) -> None:
    """It names nobody either; an order of somebody else's that names its hash and is over erases nothing."""
    sealed = sealing.seal(
        sealing.return_address("Kiln", {"street": "2 Loud Lane"}), sealing.public_point(sealing.new_key())
    )
    order = shop.buy(shop.publish(offer_document()), shop.sealed())
    evidence = shop.devnet.escrow.call("submit_evidence", order, sha256(sealed).digest())
    shop.devnet.mine((shop.buyer, evidence))
    shop.follow.catch_up()
    assert shop.put(sealed).status_code == 201
    shop.confirm(shop.buy(shop.publish(offer_document(category="bait"), shop.copier), sealed, salt=2))
    assert shop.erase_ended(days_later=15) == 0
    assert shop.get(named(sealed)).data == sealed


def _letter(shop: Shop, order: Order, buyer: str = "") -> bytes:
    """The seller names and leaves a letter of these two on the order's record."""
    plain, people = sealing.parcel("DHL", "0034", ""), (buyer or shop.buyer, shop.seller)
    letter = sealing.seal(plain, sealing.public_point(sealing.new_key()), people)
    name = bytes.fromhex(named(letter))
    shop.devnet.mine((order.offer.seller, shop.devnet.escrow.call("submit_evidence", order, name)))
    shop.follow.catch_up()
    assert shop.put(letter).status_code == 201
    return letter


def test_letters_go_with_their_orders(shop: Shop) -> None:
    """Those of orders that are over; not what another order of the same two names, nor what other people wrote."""
    offer = shop.publish(offer_document())
    over, lasting = shop.buy(offer, shop.sealed()), shop.buy(offer, shop.sealed(), salt=2)
    gone, theirs = _letter(shop, over), _letter(shop, over, shop.copier)
    kept = _letter(shop, lasting)
    again = bytes.fromhex(named(kept))
    shop.devnet.mine((offer.seller, shop.devnet.escrow.call("submit_evidence", over, again)))
    shop.follow.catch_up()
    shop.confirm(over)
    assert shop.erase_ended(days_later=13) == 0
    assert shop.erase_ended(days_later=14) == 1
    assert [shop.get(named(letter)).status_code for letter in (gone, theirs, kept)] == [410, 200, 200]


def test_details_between_nobody_do_not_stop_the_schedule(shop: Shop) -> None:
    """An address with a line break after it ended the erasing of everybody's: such details are not taken."""
    broken = shop.sealed().replace(b'"},"epk"', b'\\n"},"epk"', 1)
    says(shop.put(broken), 415, "sealed, between.seller: has characters or a form that is not allowed.")


def test_erasing_takes_small_requests_only(shop: Shop) -> None:
    """Neither a flood of bytes nor brackets without end cost more than a sentence."""
    name = "/api/v1/documents"
    says(shop.client.delete(name, data=b"[" * 15_000, content_type="application/json"), 400, USAGE)
    flood = shop.client.delete(name, data=b"[" * 100_000, content_type="application/json")
    assert flood.status_code in (400, 413)


def test_full_disk_is_said(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a sentence, and no half of a file stays."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    says(shop.put(shop.sealed()), 507, "This storefront cannot keep documents at the moment; try again later.")
    assert not [path for path in shop.vault.folder.rglob("*") if path.is_file()]


def test_nobody_erases_what_is_for_a_present(shop: Shop) -> None:
    """Its recipient has nothing to do but to wait; another order that names the same and is over changes nothing."""
    delivery, offer = shop.sealed(), shop.publish(offer_document())
    shop.put(delivery)
    present = shop.buy(offer, delivery, payer=shop.copier)
    refunded = shop.buy(offer, delivery, payer=shop.copier, salt=7)
    shop.devnet.mine((shop.seller, shop.devnet.escrow.call("refund", refunded, refunded.total)))
    shop.follow.catch_up()
    assert shop.erase_ended(days_later=15) == 0
    assert shop.get(named(delivery)).data == delivery
    shop.confirm(present)
    assert shop.erase_ended(days_later=15) == 1


def test_nothing_ends_waiting_before_the_index_knows(shop: Shop) -> None:
    """Its order is on the chain, and the index is behind; nor is anybody told that nothing names his document."""
    delivery, offer = shop.sealed(), shop.publish(offer_document())
    shop.put(delivery)
    order = Order(offer, shop.buyer, shop.buyer, 1, NOBODY, sha256(delivery).digest(), bytes(32))
    shop.devnet.mine((shop.buyer, shop.devnet.escrow.call("pay", order, value=order.total)))
    shop.devnet.node.rpc("evm_increaseTime", HOUR)
    shop.devnet.mine((shop.seller, shop.devnet.escrow.call("ship", order)))
    long_ago = time.time() - PATIENCE - 1
    os.utime(shop.vault.folder / "waiting" / named(delivery), (long_ago, long_ago))
    assert shop.put(shop.sealed()).status_code == 202
    behind = "This shop has not read the latest of the chain yet; try again later."
    says(shop.put(picture()), 503, behind)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(waiting, "SEATS", 2)
        says(shop.put(shop.sealed()), 503, behind)
    shop.follow.catch_up()
    assert shop.get(named(delivery)).data == delivery
