"""producer and carrier: goods in cases and pallets, from hand to hand."""

import pytest

from scripts import carrier, merchant, producer
from scripts.reading import call_of
from tests.scripts.provenance.conftest import GTIN, LOT, OTHER_SSCC, SSCC

pytestmark = pytest.mark.usefixtures("registered")


@pytest.fixture
def pallet(terminal, registered, unit):
    """Three cartons in a case, which the producer has."""
    terminal.run(producer.aggregate, SSCC, f"{LOT}/A001..A003")
    return unit(SSCC)


def test_aggregate_makes_the_unit_and_what_is_put_there(terminal, holding, item, unit):
    output = terminal.run(producer.aggregate, SSCC, f"{LOT}/A001..A003")

    assert holding(unit(SSCC)).contents == 3
    assert holding(item("A002")).unit == unit(SSCC).id
    assert f"✓ make the unit {SSCC}" in output
    assert f"{SSCC}: 3 inside, version 1." in output


def test_aggregate_leaves_what_is_there(terminal, pallet, holding, web3):
    before = web3.eth.block_number
    output = terminal.run(producer.aggregate, SSCC, f"{LOT}/A001..A003")
    assert "3 inside, 0 things to be put in, 3 are there." in output
    assert web3.eth.block_number == before

    assert "1 thing to be put in" in terminal.run(producer.aggregate, SSCC, f"{LOT}/A002..A004")
    assert holding(pallet).contents == 4


def test_aggregate_in_batches(terminal, holding, unit):
    output = terminal.run(producer.aggregate, SSCC, f"{LOT}/A001..A060")
    assert holding(unit(SSCC)).contents == 60
    assert output.count("✓ aggregate") == 2


def test_case_on_a_pallet(terminal, pallet, holding, unit):
    terminal.run(producer.aggregate, OTHER_SSCC, SSCC)
    assert holding(pallet).unit == unit(OTHER_SSCC).id


@pytest.mark.usefixtures("pallet")
def test_aggregate_refuses(terminal, account):
    assert terminal.refused(producer.aggregate, OTHER_SSCC, f"{LOT}/A001") == (
        f"{LOT}/A001 lies in another unit; take it out first."
    )
    assert terminal.refused(producer.aggregate, f"{LOT}/A001", f"{LOT}/A002").endswith(
        "is no unit; write its SSCC, 18 digits."
    )
    terminal.run(producer.touch, f"{LOT}/A009")
    assert terminal.refused(producer.aggregate, OTHER_SSCC, f"{LOT}/A009", "as=dairy") == (
        f"{LOT}/A009 is producer's and kept by producer; what lies in a unit has its owner and its custodian."
    )


def test_disaggregate(terminal, pallet, holding, item):
    output = terminal.run(producer.disaggregate, SSCC, f"{LOT}/A001", f"{LOT}/A004")
    assert holding(item("A001")).unit == bytes(32)
    assert holding(pallet).contents == 2
    assert f"1 of them do not lie in {SSCC}." in output

    terminal.run(producer.unpack, SSCC)
    assert holding(pallet).contents == 0
    assert "Nothing is to be taken out" in terminal.run(producer.unpack, SSCC)


def test_custody_goes_to_the_carrier_who_sees_what_it_is(terminal, pallet, holding, account):
    assert "offer custody of 106141412345678908 to carrier" in terminal.run(
        producer.offer, "carrier", SSCC, "role=custody"
    )
    assert holding(pallet).custodian == account("producer")

    output = terminal.run(carrier.receive, SSCC)

    assert (holding(pallet).owner, holding(pallet).custodian) == (account("producer"), account("carrier"))
    assert f"{SSCC}: version 1" in output
    assert f"  {LOT}/A003" in output
    assert output.index(f"{LOT}/A003") < output.index("✓ accept custody")
    assert "owner producer, custodian producer, 3 things inside; offered: custody." in output


def test_carrier_hands_over(terminal, pallet, holding, account):
    terminal.run(producer.offer, "carrier", SSCC, "role=custody")
    terminal.run(carrier.receive, SSCC)

    terminal.run(carrier.hand_over, "merchant1", SSCC)
    terminal.run(merchant.receive, SSCC)

    assert (holding(pallet).owner, holding(pallet).custodian) == (account("producer"), account("merchant1"))


def test_merchant_takes_both(terminal, pallet, holding, account):
    terminal.run(producer.offer, "merchant1", SSCC)
    output = terminal.run(merchant.receive, SSCC)
    assert holding(pallet).owner == holding(pallet).custodian == account("merchant1")
    assert "✓ accept both" in output


def test_what_changed_after_it_was_seen_is_not_taken(terminal, pallet, goods, wallet, monkeypatch, item, account):
    """The contents are exchanged between the look and the acceptance."""
    terminal.run(producer.offer, "carrier", SSCC, "role=custody")
    contents = type(goods).contents

    def exchanged(self, unit):
        found = contents(self, unit)
        if goods.holding(pallet).version == 1:
            wallet("producer").send(call_of(goods.contract, "disaggregate", pallet, [item("A001")]))
            wallet("producer").send(call_of(goods.contract, "offer", pallet, account("carrier"), 2))
        return found

    monkeypatch.setattr(type(goods), "contents", exchanged)
    assert terminal.refused(carrier.receive, SSCC) == "Refused by the contract: handovers: changed since."
    assert goods.holding(pallet).custodian == account("producer")


def test_recalled_goods_are_marked(terminal, pallet):
    terminal.run(producer.recall, LOT, "1", "first=A003", "last=A005", "text=Splinters.")
    terminal.run(producer.offer, "carrier", SSCC, "role=custody")
    lines = terminal.run(carrier.receive, SSCC).splitlines()
    (clean,) = [line for line in lines if "A002" in line]
    (recalled,) = [line for line in lines if "A003" in line]
    assert clean.split("│")[3].strip() == "no"
    assert recalled.split("│")[3].strip() == "class 1, serious harm is likely"


def test_case_of_an_odd_name_is_shown_by_its_bytes(terminal, pallet, wallet, goods, account):
    odd = b"\\[2J".ljust(32, b"\0")
    wallet("producer").send(goods.call("make_unit", odd))
    wallet("producer").send(
        goods.call("aggregate", pallet, [(bytes(12) + bytes.fromhex(account("producer")[2:]), odd)])
    )
    terminal.run(producer.offer, "carrier", SSCC, "role=custody")
    assert f"0x{odd.hex()}"[:20] in terminal.run(carrier.receive, SSCC)


def test_offer_is_taken_back(terminal, pallet, holding, account):
    terminal.run(producer.offer, "carrier", SSCC, "role=custody")
    terminal.run(producer.offer, "none", SSCC, "role=custody")
    assert terminal.refused(carrier.receive, SSCC) == f"Nothing of {SSCC} is offered to carrier."


def test_receive_refuses_what_is_offered_to_others(terminal, pallet):
    terminal.run(producer.offer, "merchant1", SSCC, "role=custody")
    assert terminal.refused(carrier.receive, SSCC) == (
        f"Nothing of {SSCC} is offered to carrier; offered is custody to merchant1."
    )


def test_offer_refuses(terminal, pallet, web3):
    before = web3.eth.block_number
    assert terminal.refused(producer.offer, "carrier", f"{LOT}/A001") == f"{LOT}/A001 lies in a unit and moves with it."
    assert terminal.refused(producer.offer, "nobody", SSCC).startswith("There is no role 'nobody'")
    assert terminal.refused(producer.offer, "carrier", SSCC, "role=theft") == (
        "'theft' is no role; use ownership, custody, both."
    )
    assert terminal.refused(producer.offer, "carrier", SSCC, "as=stranger") == (
        f"The owner of {SSCC} is producer, not stranger."
    )
    assert web3.eth.block_number == before


def test_keeper_for_another_owner_cannot_give_both(terminal, pallet):
    terminal.run(producer.offer, "carrier", SSCC, "role=custody")
    terminal.run(carrier.receive, SSCC)
    assert terminal.refused(producer.offer, "merchant1", SSCC) == (
        f"{SSCC} belongs to producer, and carrier keeps it: not both at once."
    )


def test_item_is_made_individual_by_its_offer(terminal, holding, item, account):
    terminal.run(producer.offer, "merchant1", f"{LOT}/A007", "role=ownership")
    terminal.run(merchant.receive, f"{LOT}/A007")
    assert holding(item("A007")).owner == account("merchant1")
    assert GTIN in LOT
