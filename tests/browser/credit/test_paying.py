"""Plans on the pages of an account's credit and of its orders: paid by signature or directly, paused, settled, lost."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Locator, Page, expect

from scripts.parameters import DAY, DEVNET
from scripts.terms import NO_DOCUMENT, Kind
from tests.browser import steps
from tests.browser.wallet import Wallet
from tests.fixtures.borrowing import Borrowing
from tests.fixtures.goods import DOLLAR, Goods
from tests.fixtures.shop import RELAYED, Shop, running_shop, until

NBSP = "\N{NO-BREAK SPACE}"
OWNED = 100 * DOLLAR
DOWN = 10 * DOLLAR  # of a pan, which costs 40 with postage: 30 are left, 4 x 7.50, and a fee of 0.30 each


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop with a relay, and of its own: here months pass."""
    with running_shop(tmp_path_factory.mktemp("credit"), lambda _: None, **RELAYED) as running:
        yield running


@pytest.fixture(scope="module")
def pans(shop: Shop) -> Borrowing:
    """Pans, which take long to arrive, and lenders."""
    goods = Goods(seller="merchant4", shop_name=("Copper Yard", "铜院"))
    goods.describe(shop)
    terms: dict[str, Any] = {"currency": shop.book.contracts["Dollar"].address, "arbiter": shop.people["arbiter"]}
    terms |= {"price": 38 * DOLLAR, "shipping": 2 * DOLLAR, "deliver_within": 60 * DAY}
    goods.publish(shop, ("pan", "Copper pan", "铜锅"), **terms)
    found = Borrowing(shop, goods.offers["pan"])
    found.open()
    return found


@pytest.fixture
def buyer(shop: Shop, pans: Borrowing, page: Page) -> Wallet:
    """A wallet of somebody who is vouched for and has Dollars, in this test's tab."""
    made = Wallet(shop.node.url, DEVNET)
    made.inject(page)
    shop.node.rpc("anvil_impersonateAccount", made.address)
    pans.vouch(made.address)
    shop.send("deployer", shop.token("mint", made.address, OWNED))
    return made


def test_two_are_paid_half_is_asked_back_and_the_rest_paid_early(
    page: Page, shop: Shop, pans: Borrowing, buyer: Wallet
) -> None:
    """Two are paid by signature; half of all is asked back, and dates wait; what an arbiter gives shrinks the plan.

    Half would end it: after two of four no more than three eighths of all are owed.
    """
    order, plan = pans.buy(buyer.address, DOWN)
    shop.send("merchant4", shop.market.call("ship", order))
    _pass(shop, 10)
    page.goto(_credit_of(shop, buyer))
    steps.connect(page)
    expect(_limit(page)).to_have_text(f"100.00{NBSP}USD")
    _pay_signed(page, f"Pay 7.80{NBSP}USD", f"Paid: 7.80{NBSP}USD.")
    expect(page.locator(".instalments .badge")).to_have_text(["paid"])
    page.get_by_label("Another amount, in USD").fill("8.20")
    page.get_by_role("button", name="Pay", exact=True).click()
    parts = (f"Of 8.20{NBSP}USD, 0.60{NBSP}USD are fees that are not due yet.", f"would save 0.90{NBSP}USD of fees.")
    expect(page.locator("#agree p")).to_contain_text(parts[0])
    expect(page.locator("#agree p")).to_contain_text(parts[1])
    page.locator("#agree").get_by_role("button", name="No").click()
    _pass(shop, 14)
    page.reload()
    _pay_signed(page, f"Pay 7.80{NBSP}USD", f"Paid: 7.80{NBSP}USD.")
    expect(_limit(page)).to_have_text(f"103.75{NBSP}USD")
    assert _sent(buyer) == 0

    asking = shop.market.call("request", order, order.total // 2, int(Kind.REFUND), NO_DOCUMENT)
    shop.wait_for_index(pans.send(buyer.address, asking))
    page.reload()
    page.get_by_role("button", name="Let the dates wait").click()
    expect(page.locator("#status")).to_have_text("The dates wait from now on.")
    expect(page.locator(".badge", has_text="Dates wait")).to_be_visible()
    shop.node.rpc("evm_increaseTime", 5 * DAY)
    shop.send("merchant4", shop.market.call("dispute", order, NO_DOCUMENT))
    ruling = shop.market.call("rule", order, order.total // 4, NO_DOCUMENT)
    shop.wait_for_index(shop.send("arbiter", ruling))
    page.reload()
    page.get_by_role("button", name="Let the dates go on").click()
    expect(page.locator("#status")).to_contain_text("each has moved by the time that it waited")
    record = pans.record(plan)
    assert 5 * DAY <= record["paused"] < 6 * DAY
    assert record["next_due"] == plan.start + 3 * plan.interval + record["paused"]

    expect(page.locator("form[data-plan]")).to_contain_text(
        "It comes off the debt, the last instalments before the others"
    )
    page.get_by_role("button", name=f"Settle 10.00{NBSP}USD").click()
    steps.agree(page)
    said = f"Settled: 10.00{NBSP}USD came off the debt, and 0.00{NBSP}USD went to the buyer."
    expect(page.locator("#status")).to_have_text(said)
    expect(page.locator(".instalments tbody tr")).to_have_count(3)
    _pay_signed(page, f"Pay 5.00{NBSP}USD", f"Paid: 5.00{NBSP}USD.")
    expect(page.locator(".badge", has_text="Ended")).to_be_visible()
    assert pans.record(plan)["payoff"] == 0
    assert pans.credit.functions.limit(buyer.address).call() == 103_750_000


def test_never_arrived_and_all_came_back(page: Page, shop: Shop, pans: Borrowing, buyer: Wallet) -> None:
    """From the order's page: the debt is gone, and what was paid at once is back."""
    order, plan = pans.buy(buyer.address, DOWN)
    before = _dollars(shop, buyer)
    shop.wait_for_index(shop.send("merchant4", shop.market.call("refund", order, order.total)))
    page.goto(f"{shop.url}/orders/0x{plan.order_id.hex()}")
    steps.connect(page)
    expect(page.get_by_role("button", name="Collect")).to_have_count(0)
    page.get_by_role("button", name=f"Settle 40.00{NBSP}USD").click()
    parts = (f"30.00{NBSP}USD of it comes off the debt", f"and 10.00{NBSP}USD goes to the buyer.")
    expect(page.locator("#agree p")).to_have_text(f"40.00{NBSP}USD came back of the order: {', '.join(parts)}")
    steps.agree(page)
    expect(page.locator("#status")).to_contain_text("Settled")
    assert (_dollars(shop, buyer) - before, pans.record(plan)["payoff"]) == (DOWN, 0)


def test_late_then_lost_and_paid_at_last(page: Page, shop: Shop, pans: Borrowing, buyer: Wallet) -> None:
    """A fee once and all is as before; much later nothing can be bought so, and what comes is the lenders'."""
    _, plan = pans.buy(buyer.address, DOWN)
    limit, lent = pans.credit.functions.limit(buyer.address), pans.credit.functions.lent
    _pass(shop, 18)
    page.goto(_credit_of(shop, buyer))
    steps.connect(page)
    expect(page.locator(".badge.bad", has_text="Overdue")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Pay what is overdue, and the limit is back at once.")
    assert limit.call() == 0
    page.get_by_label("I pay the network fee myself").check()
    page.get_by_role("button", name=f"Pay 8.175{NBSP}USD").click()
    expect(page.locator("#status")).to_have_text(f"Paid: 8.175{NBSP}USD.")
    expect(page.locator(".badge.bad", has_text="Overdue")).to_have_count(0)
    assert limit.call() == 100 * DOLLAR

    _pass(shop, 75)
    shop.wait_for_index(shop.send("stranger", pans.call("write_off", plan)))
    before = pans.credit.functions.cash().call(), lent().call()
    page.reload()
    expect(page.locator("main")).to_contain_text(
        "Pay all that is left of it, and the limit is back: for two years, half"
    )
    expect(_limit(page)).to_have_text(f"0.00{NBSP}USD")
    _pay_all_though_the_relay_is_empty(page, shop, buyer)
    expect(_limit(page)).to_have_text(f"50.00{NBSP}USD")
    assert pans.credit.functions.cash().call() > before[0] + 22 * DOLLAR
    assert (lent().call(), limit.call()) == (before[1], 50 * DOLLAR)


def _limit(page: Page) -> Locator:
    """What the page says is the limit."""
    return page.locator("dt:text-is('Limit') + dd")


def _pay_all_though_the_relay_is_empty(page: Page, shop: Shop, buyer: Wallet) -> None:
    """What is signed is remembered over a reload, and brought by the payer himself, once."""
    page.get_by_label("I pay the network fee myself").uncheck()
    shop.node.rpc("anvil_setBalance", shop.people["storefront"], "0x0")
    sent = _sent(buyer)
    page.get_by_role("button", name="Pay all:").click()
    page.get_by_role("button", name="Sign in my wallet").click()
    other = page.locator("#other-way")
    expect(other).to_contain_text("It pays once, whoever brings it.")
    other.get_by_role("button", name="Not now").click()
    expect(page.locator("#status.warn")).to_contain_text("it goes on with what you have signed")
    page.get_by_role("button", name="Pay 8.", exact=False).first.click()
    expect(page.locator("#status.bad")).to_contain_text("until then only that amount can be paid of the plan here")
    page.reload()
    other.get_by_role("button", name="I pay the network fee myself").click()
    expect(page.locator("#status")).to_contain_text("Paid: 2")
    assert _sent(buyer) == sent + 1
    assert len([method for method, _ in buyer.asked if method.startswith("eth_signTypedData")]) == 1


def _credit_of(shop: Shop, who: Wallet) -> str:
    return f"{shop.url}/credit?account={who.address}"


def _pass(shop: Shop, days: int) -> None:
    """So much time passes, and pages know it: they ask for the chain's time once a second."""
    shop.node.rpc("evm_increaseTime", days * DAY)
    shop.node.rpc("evm_mine")
    shop.wait_for_index()
    now = shop.web3.eth.get_block("latest")["timestamp"]
    until(lambda: _market(shop)["now"] >= now)


def _market(shop: Shop) -> Any:
    """What pages know of the market."""
    page = requests.get(f"{shop.url}/credit", timeout=10).text
    return json.loads(page.split('id="market">')[1].split("</script>")[0])


def _pay_signed(page: Page, button: str, said: str) -> None:
    page.get_by_role("button", name=button).click()
    page.get_by_role("button", name="Sign in my wallet").click()
    expect(page.locator("#status")).to_have_text(said)


def _sent(wallet: Wallet) -> int:
    """How often the wallet was asked to send a transaction."""
    return len([method for method, _ in wallet.asked if method == "eth_sendTransaction"])


def _dollars(shop: Shop, who: Wallet) -> int:
    return int(shop.book.contract(shop.web3, "Dollar").functions.balanceOf(who.address).call())
