"""act_signed: whoever brings a buyer's signature does what the buyer could do himself, and nothing else."""

from itertools import cycle

import pytest
from brownie.exceptions import VirtualMachineError

from tests.fixtures import terms
from tests.fixtures.clock import DAY
from tests.fixtures.consent import action
from tests.fixtures.funds import share
from tests.fixtures.signing import mirrored, packed
from tests.fixtures.terms import (
    AWAITING_ANSWER,
    AWAITING_SHIPMENT,
    CANCELLED,
    CLOSED,
    EXCHANGE,
    MAX_UINT,
    NO_HASH,
    salted,
)

HASH = b"\xd1" * 32
NOT_SIGNED = "Escrow: not signed by the buyer"

# verb: a status in which the buyer may use it, the arguments of a call, what the signature says instead
VERBS = {
    "confirm": (terms.AWAITING_SHIPMENT, (), {}),
    "cancel": (terms.AWAITING_SHIPMENT, (), {}),
    "request": (terms.AWAITING_CONFIRMATION, (7, EXCHANGE, HASH), {"amount": 7, "kind": EXCHANGE, "document": HASH}),
    "release": (terms.AWAITING_ANSWER, (7,), {"amount": 7}),
    "send_back": (terms.AWAITING_RETURN, (HASH,), {"document": HASH}),
    "dispute": (terms.AWAITING_RETURN, (HASH,), {"document": HASH}),
    "extend": (terms.AWAITING_SHIPMENT, (2 * DAY,), {"until": 2 * DAY}),  # beyond the deadline
    "submit_evidence": (terms.AWAITING_SHIPMENT, (HASH,), {"document": HASH}),
}
CHANGES = (
    {"chainId": 1},
    {"verifyingContract": "0x" + "99" * 20},
    {"name": "Takeover"},
    {"version": "2"},
    {"order_id": HASH},
    {"verb": "cancel"},
    {"amount": 1},
    {"kind": 1},
    {"until": 1},
    {"document": HASH},
    {"expires": MAX_UINT - 1},
    {"status": 2},
    {"round": 1},
)


@pytest.fixture
def refused(escrow, stranger):
    """`refused(signed, by=stranger)`: the reason for which a signed action does not count; empty where it does."""

    def bring(signed, by=stranger) -> str:
        try:
            escrow.act_signed.call(*signed, {"from": by})
        except VirtualMachineError as refusal:
            return refusal.revert_msg
        return ""

    return bring


def test_default_behavior(escrow, order, reach, record, moved, logged, order_id, wallet, stranger):
    reach(order, AWAITING_SHIPMENT)
    signed = wallet.act(order, "confirm", action("confirm"))
    with moved(order) as change:
        tx = escrow.act_signed(*signed, {"from": stranger})
    commission, points = share(order.total, 100), share(order.total, 200)
    assert change == {
        "escrow": commission + points - order.total,
        "seller": order.total - commission - points,
        "referrer's credit": commission,
        "loyalty's credit for the buyer": points,
    }
    assert record(order)["status"] == CLOSED
    assert logged(tx) == [("OrderConfirmed", {"order_id": order_id(order), "released": order.total})]


@pytest.mark.parametrize("verb", VERBS)
def test_same_as_the_call(escrow, order, reach, record, moved, logged, act, wallet, stranger, verb):
    """The same record, the same money, the same event; only its time and id differ."""
    status, arguments, values = VERBS[verb]
    called, signed = (reach(salted(order, number), status) for number in (1, 2))
    if verb == "extend":
        arguments = (record(called)["deadline"] + arguments[0],)
        values = {"until": record(signed)["deadline"] + values["until"]}
    with moved(called) as change:
        by_call = act(order.buyer, verb, called, *arguments)
    with moved(signed) as signed_change:
        by_signature = escrow.act_signed(*wallet.act(signed, verb, action(verb, **values)), {"from": stranger})
    assert signed_change == change
    assert {**record(signed), "deadline": 0} == {**record(called), "deadline": 0}
    pairs = [logged(tx) for tx in (by_call, by_signature)]
    for events in pairs:
        for _, fields in events:
            fields.pop("order_id"), fields.pop("deadline", 0)
    assert pairs[0] == pairs[1]


def test_dies_with_the_status_and_the_round(order, reach, record, act, wallet, refused):
    """Signatures for each (status, round) of the longest order: in it, its own count, and none of an earlier one."""
    reach(order, AWAITING_SHIPMENT)
    seller, buyer, carrier = order.offer.seller, order.buyer, order.offer.carrier
    arrives = [(carrier, "attest_delivery", order), (buyer, "request", order, MAX_UINT, EXCHANGE, NO_HASH)]
    returned = [(seller, "approve_return", order, NO_HASH), (buyer, "send_back", order, NO_HASH)]
    again, disputed = (seller, "replace", order), (seller, "dispute", order, NO_HASH)
    steps = [(seller, "ship", order), *arrives, *returned, again, *arrives, again, *arrives, *returned, again, *arrives]
    others = cycle(verb for verb in VERBS if verb != "confirm")
    earlier, stood = [], []
    for step in [*steps, disputed, (buyer, "confirm", order)]:
        for signed in earlier:
            assert refused(signed) == NOT_SIGNED
        stood.append((record(order)["status"], record(order)["round"]))
        confirming, other = (wallet.act(order, verb, action(verb)) for verb in ("confirm", next(others)))
        assert refused(confirming) == ""
        assert refused(other) != NOT_SIGNED
        earlier += [confirming, other]
        act(*step)
    assert (len(set(stood)), stood[-1][1], record(order)["status"]) == (len(stood), 3, CLOSED)
    for signed in earlier:
        assert refused(signed) == "Escrow: not in this status"


def test_dies_with_the_order(order, reach, record, act, wallet, refused):
    """Cancelled, it takes none of the verbs, whichever of them was signed for what it was."""
    reach(order, AWAITING_SHIPMENT)
    signed = [wallet.act(order, verb, action(verb, **values)) for verb, (_, _, values) in VERBS.items()]
    act(order.buyer, "cancel", order)
    assert record(order)["status"] == CANCELLED
    assert {refused(one) for one in signed} == {"Escrow: not in this status"}


def test_another_order(order, reach, wallet, refused):
    one, two = (reach(salted(order, number), AWAITING_SHIPMENT) for number in (1, 2))
    _, wanted, signature = wallet.act(one, "confirm", action("confirm"))
    assert refused((two, wanted, signature)) == NOT_SIGNED


def test_signed_otherwise(order, reach, wallet, refused):
    """For another chain, another contract, or with another word in any place."""
    reach(order, AWAITING_SHIPMENT)
    for changed in CHANGES:
        assert refused(wallet.act(order, "confirm", action("confirm"), **changed)) == NOT_SIGNED, changed
    assert refused(wallet.act(order, "confirm", action("confirm"))) == ""


def test_signed_by_somebody_else(order, reach, wallet, people, payer, refused):
    """Who paid for the buyer does not decide either; whoever signs may bring it himself."""
    order = reach(order._replace(payer=payer.address), AWAITING_SHIPMENT)
    for role in ("seller", "payer", "carrier", "arbiter", "stranger"):
        signed = wallet.act(order, "cancel", action("cancel"), by=people[role])
        assert refused(signed, by=people[role]) == NOT_SIGNED, role


def test_until_it_expires(escrow, order, reach, wallet, at, wire, now, refused, stranger):
    reach(order, AWAITING_SHIPMENT)
    expires = now + 1_000
    signed = wallet.act(order, "submit_evidence", action("submit_evidence", expires=expires))
    at(expires - 1)
    escrow.act_signed(*signed, {"from": stranger})
    for moment in (expires, expires + 1):
        wire.ask("evm_mine", moment)
        assert refused(signed) == "Escrow: signature expired"


def test_malleated(escrow, order, reach, wallet, refused, stranger):
    """The second signature that anyone can make out of one is none; nor is one in another form."""
    reach(order, AWAITING_SHIPMENT)
    _, wanted, signature = wallet.act(order, "confirm", action("confirm"))
    r, s, v = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big"), signature[64]
    compact = signature[:32] + (s | (v - 27) << 255).to_bytes(32, "big")  # EIP-2098
    forms = [packed(*mirrored(v, r, s)), packed(v - 27, r, s), packed(v ^ 7, r, s), packed(27, 0, 0), compact]
    for forged in [*forms, signature[:64], signature + b"\0", b"", bytes(65)]:
        assert refused((order, wanted, forged)) == NOT_SIGNED
    escrow.act_signed(order, wanted, signature, {"from": stranger})


def test_unknown_verb(order, reach, wallet, refused):
    """The seller's verbs are no buyer's, whatever he signs."""
    reach(order, AWAITING_SHIPMENT)
    for verb in ("ship", "refund", "concede", "pay", "Confirm", ""):
        assert refused(wallet.act(order, verb, action(verb))) == "Escrow: unknown verb"


def test_verbs_refuse_as_ever(order, reach, record, wallet, wire, refused):
    """A signature gives no right that the buyer has not: seller's turn, odd amount or kind, late claim."""
    asked, inspecting = reach(salted(order, 1), AWAITING_ANSWER), reach(salted(order, 2), terms.AWAITING_CONFIRMATION)
    requested = wallet.act(inspecting, "request", action("request", amount=1, kind=1))
    assert refused(wallet.act(asked, "dispute", action("dispute"))) == "Escrow: not the seller"
    assert refused(wallet.act(asked, "release", action("release"))) == "Escrow: zero amount"
    odd = wallet.act(inspecting, "request", action("request", amount=1, kind=4))
    assert refused(odd) == "Escrow: unknown kind"
    wire.ask("evm_mine", record(inspecting)["deadline"])
    assert refused(requested) == "Escrow: after the deadline"


def test_harmless_to_repeat(escrow, order, reach, record, moved, wallet, refused, stranger):
    """Within a status: no more is let go of, no more time given."""
    reach(order, AWAITING_ANSWER)
    until = record(order)["deadline"] + DAY
    for verb, values in (("release", {"amount": 7}), ("extend", {"until": until})):
        signed = wallet.act(order, verb, action(verb, **values))
        escrow.act_signed(*signed, {"from": stranger})
        before = record(order)
        if verb == "extend":
            assert refused(signed) == "Escrow: not within 30 days more"
        else:
            with moved(order) as change:
                escrow.act_signed(*signed, {"from": stranger})
            assert change == {}
        assert record(order) == before


def test_refunds_in_between(escrow, order, reach, record, wallet, seller, stranger):
    """What the seller gives back meanwhile is not in what the buyer lets go of."""
    reach(order, AWAITING_SHIPMENT)
    signed = wallet.act(order, "confirm", action("confirm"))
    escrow.refund(order, 1_000, {"from": seller})
    escrow.act_signed(*signed, {"from": stranger})
    assert (record(order)["released"], record(order)["refunded"]) == (order.total - 1_000, 1_000)


def test_never_paid(order, publish, wallet, refused):
    publish(order.offer)
    assert refused(wallet.act(order, "confirm", action("confirm"))) == "Escrow: never paid"
