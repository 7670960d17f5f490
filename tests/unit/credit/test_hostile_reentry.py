"""A currency that calls back in the middle of a transfer gets nothing done here, and reads no half of a change."""

import pytest

from tests.fixtures.credit import quarter
from tests.fixtures.planned_calls import outcomes
from tests.fixtures.terms import NO_HASH, salted
from tests.unit.answers import functions

# The shares are a token of their own, which moves nothing of the vault's: it is not locked.
TOKEN = {
    *("transfer", "transferFrom", "approve", "permit", "allowance", "balanceOf", "totalSupply", "nonces"),
    *("name", "symbol", "decimals", "DOMAIN_SEPARATOR"),
}


@pytest.fixture
def hooked(token, credit_in, lend, order, buy_later, step, prepare_credit):
    """A token that makes calls, its Credit, a plan of which something can be settled, and an order to buy."""
    hook = token("hook")
    credit = credit_in(hook.address)
    lend(credit)
    priced = order.of(currency=hook.address, price=1_000_000)
    bought, plan = buy_later(priced, credit)
    step(bought.offer.seller, "refund", bought, bought.total)
    return hook, credit, plan, prepare_credit(salted(priced, 1), credit)


def every_call(credit, plan, order, who) -> list[str]:
    """A call of every locked function."""
    signature = (27, NO_HASH, NO_HASH)
    found = {
        "buy": (order, quarter(order), 4, 14),
        "buy_with_authorization": (order, quarter(order), 4, 14, 0, *signature),
        "repay": (plan, 5),
        "repay_with_authorization": (plan, who, 5, 0, NO_HASH, *signature),
        "deposit": (5, who),
        "mint": (5, who),
        "withdraw": (5, who, who),
        "redeem": (5, who, who),
        "credits": (who, NO_HASH, who),
    }
    found |= dict.fromkeys(("settle", "pause", "resume", "write_off", "record"), (plan,))
    accounts = ("limit", "standing", "open_at_seller", "withdraw_credit", "withdraw_credit_to")
    found |= dict.fromkeys((*accounts, "maxDeposit", "maxMint", "maxWithdraw", "maxRedeem"), (who,))
    previews = ("previewDeposit", "previewMint", "previewWithdraw", "previewRedeem")
    found |= dict.fromkeys((*previews, "convertToShares", "convertToAssets"), (5,))
    found |= {"parts": (5, 4), "plan_id": (plan,)}
    verbs = sorted(functions(credit) - TOKEN)
    return [getattr(credit, verb).encode_input(*found.get(verb, ())) for verb in verbs]


@pytest.mark.parametrize("verb", ["buy", "repay", "settle", "deposit", "withdraw"])
def test_default_behavior(hooked, deployer, lender, verb):
    """All of them refused, by the lock, which has no reason to give; the outer call is as ever."""
    hook, credit, plan, order = hooked
    calls = every_call(credit, plan, order, lender.address)
    for data in calls:
        hook.plan(credit, data, {"from": deployer})
    hook.set_hook(verb in ("settle", "withdraw"), verb not in ("settle", "withdraw"), {"from": deployer})
    hook.arm(1, {"from": deployer})
    arguments = {
        "buy": (order, quarter(order), 4, 14),
        "repay": (plan, 1_000),
        "settle": (plan,),
        "deposit": (1_000, lender),
        "withdraw": (1_000, lender, lender),
    }
    hook.mint(lender, 10**9, {"from": deployer})
    who = order.buyer if verb in ("buy", "repay") else lender
    before = credit.totalAssets()
    tx = getattr(credit, verb)(*arguments[verb], {"from": who})

    made = outcomes(tx)
    assert len(made) == len(calls)
    assert not any(one.success or one.reason for one in made)
    change = {"deposit": 1_000, "withdraw": -1_000, "repay": plan.principal // 100}
    assert credit.totalAssets() - before == min(change.get(verb, 0), 1_000)
    assert hook.balanceOf(credit) == credit.cash()
