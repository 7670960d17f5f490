"""A vault in Dollars on a devnet: the lender's money, people and a business with claims, orders paid through it."""

from collections.abc import Callable

import pytest

from scripts.credentials import kinds
from scripts.credit.course import State
from scripts.credit.ledger import Vault, vaults
from scripts.credit.terms import Plan
from scripts.reading import call_of
from scripts.terms import Offer, Order

DOLLARS = 10**6


@pytest.fixture(scope="module")
def vault(market) -> Vault:
    """The only one, with nothing in it."""
    (found,) = vaults(market)
    return found


@pytest.fixture(scope="module")
def give(wallet, web3, book, account) -> Callable[[str, int, str], None]:
    """`give(role, amount, spender)`: a role gets whole Dollars that somebody may take."""
    dollar = book.contract(web3, "Dollar")

    def mint(role: str, amount: int, spender: str) -> None:
        wallet("deployer").send(call_of(dollar, "mint", account(role), amount * DOLLARS))
        wallet(role).send(call_of(dollar, "approve", spender, amount * DOLLARS))

    return mint


@pytest.fixture
def lent(isolation, give, wallet, account, vault) -> Vault:
    """The same with 10,000 of the lender's."""
    give("lender", 10_000, vault.contract.address)
    wallet("lender").send(vault.call("deposit", 10_000 * DOLLARS, account("lender")))
    return vault


@pytest.fixture
def vouched(isolation, web3, book, wallet, account) -> None:
    """Claims of the vault's issuer."""
    identity = book.contract(web3, "Identity")
    for role, kind in (("shopper1", "person"), ("shopper2", "person"), ("merchant1", "business")):
        claim = account(role), kinds.word(kind), 2**40 - 1, bytes(31) + b"\1"
        wallet("issuer").send(call_of(identity, "issue", *claim))


@pytest.fixture
def vase(isolation, vouched, offer, book, wallet, market) -> Offer:
    """Of merchant1, for 80 Dollars."""
    offer = offer._replace(currency=book.currency("USD").address, price=80 * DOLLARS, shipping=0)
    wallet("merchant1").send(market.call("publish", offer, 10))
    return offer


@pytest.fixture
def bought(lent, vase, give, wallet, account, market) -> Callable[..., tuple[Order, Plan]]:
    """`bought(buyer="shopper1", **windows)`: 20 Dollars at once, 60 in four instalments, 14 days apart."""
    made = 0

    def buy(buyer: str = "shopper1", **windows: int) -> tuple[Order, Plan]:
        nonlocal made
        made += 1
        offer = vase._replace(**windows)
        if windows:
            wallet("merchant1").send(market.call("publish", offer, 10))
        order = Order(offer, account(buyer), lent.contract.address, 1, salt=made.to_bytes(32, "big"))
        give(buyer, 20, lent.contract.address)
        wallet(buyer).send(lent.call("buy", order, 20 * DOLLARS, 4, 14))
        (plan,) = [one for one in lent.plans().values() if one.order_id == market.order_id(order)]
        return order, plan

    return buy


@pytest.fixture
def repay(give, wallet, vault) -> Callable[[str, Plan, int], None]:
    """`repay(role, plan, amount)`: a role pays whole Dollars of a plan."""

    def pay(role: str, plan: Plan, amount: int) -> None:
        give(role, amount, vault.contract.address)
        wallet(role).send(vault.call("repay", plan, amount * DOLLARS))

    return pay


@pytest.fixture
def state(vault) -> Callable[[Plan], State]:
    """`state(plan)`: what became of it."""
    return lambda plan: vault.records([plan])[0].state


@pytest.fixture
def has(web3, book, account) -> Callable[[str], int]:
    """`has(role)`: his Dollars, in their smallest unit."""
    dollar = book.contract(web3, "Dollar")
    return lambda role: dollar.functions.balanceOf(account(role)).call()
