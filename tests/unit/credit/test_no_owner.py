"""Whoever deployed Credit can do nothing with it that a stranger cannot."""

import pytest

from tests.fixtures.credit import DOLLARS, WRITE_OFF, quarter
from tests.fixtures.terms import EXCHANGE, MAX_UINT, NO_HASH, salted
from tests.unit.answers import Asked, alike, functions

FOR_ANYONE = {
    *("repay", "settle", "pause", "resume", "write_off", "deposit", "mint", "withdraw", "redeem"),
    *("transfer", "approve"),
}
# For the buyer; by somebody's signature; with an allowance; where something is credited.
NOT_THEIRS = {
    *("buy", "buy_with_authorization", "repay_with_authorization", "permit", "transferFrom"),
    *("withdraw_credit", "withdraw_credit_to"),
}


@pytest.fixture
def plans(credit, order, buy_later, step, pass_on, due_at, at, wire, stranger):
    """Of each kind one: to settle, to pause, to resume, to write off."""
    small = order.of(price=1_000_000)
    found = [buy_later(salted(small, number), credit) for number in range(4)]
    for bought, _ in found[1:3]:
        step(bought.offer.seller, "ship", bought)
        step(bought.offer.carrier, "attest_delivery", bought)
        step(bought.buyer, "request", bought, MAX_UINT, EXCHANGE, NO_HASH)
    pass_on(stranger.address, credit.address, credit.pause.encode_input(found[2][1]))
    step(found[2][0].offer.seller, "concede", found[2][0])
    step(found[0][0].offer.seller, "refund", found[0][0], 1)
    due_at(found[3][1], 1, WRITE_OFF)
    wire.ask("evm_mine")
    return found


@pytest.fixture
def calls(credit, plans, order, dollar, give, lender, deployer, stranger):
    """Of each function a call that goes through for who may make it."""
    for who in (deployer, stranger):
        give(who.address, dollar.address, 100 * DOLLARS, credit.address)
        credit.deposit(1_000, who, {"from": who})
    bought, plan = plans[0]
    signature = (27, NO_HASH, NO_HASH)
    found = {
        "repay": (plan, 5),
        "settle": (plan,),
        "pause": (plans[1][1],),
        "resume": (plans[2][1],),
        "write_off": (plans[3][1],),
        "deposit": (5, lender),
        "mint": (5, lender),
        "transfer": (lender, 5),
        "transferFrom": (lender, lender, 5),
        "approve": (lender, 5),
        "buy": (bought, quarter(bought), 4, 14),
        "buy_with_authorization": (bought, quarter(bought), 4, 14, 0, *signature),
        "repay_with_authorization": (plan, plan.buyer, 5, 0, NO_HASH, *signature),
        "permit": (lender, lender, 5, MAX_UINT, *signature),
        "withdraw_credit": (lender,),
        "withdraw_credit_to": (lender,),
        "parts": (5, 4),
        "plan_id": (plan,),
        "record": (plan,),
        "allowance": (lender, lender),
        "credits": (lender, NO_HASH, dollar),
    }
    accounts = ("limit", "standing", "open_at_seller", "balanceOf", "nonces")
    found |= dict.fromkeys((*accounts, "maxDeposit", "maxMint", "maxWithdraw", "maxRedeem"), (lender,))
    previews = (
        "previewDeposit",
        "previewMint",
        "previewWithdraw",
        "previewRedeem",
        "convertToShares",
        "convertToAssets",
    )
    found |= dict.fromkeys(previews, (5,))
    verbs = functions(credit) - {"withdraw", "redeem"}
    asked = [Asked(verb, getattr(credit, verb).encode_input(*found.get(verb, ()))) for verb in sorted(verbs)]
    ways_out = [
        (verb, amount) for verb in ("withdraw", "redeem") for amount in (0, 1)
    ]  # a unit of another's is refused
    return [*asked, *(Asked(verb, getattr(credit, verb).encode_input(of, lender, lender)) for verb, of in ways_out)]


def test_default_behavior(credit, calls, wire, deployer, stranger):
    """Every function answers both alike: with the same result, or with the same reason."""
    done = alike(credit, calls, (deployer, stranger), wire.answers)
    assert functions(credit) - done == NOT_THEIRS
    assert done >= FOR_ANYONE
