"""brownie run keeper: end what is overdue, bring points and goods, move plans; anyone may, nobody earns by it."""

import time
from collections.abc import Sequence

from scripts import commands, node, parameters, points, units, wording
from scripts.address_book import loyalty_of
from scripts.commands import command
from scripts.credit.keeping import Plans, Step
from scripts.credit.ledger import vaults
from scripts.goods.selling import Sold
from scripts.market import Published, Sale
from scripts.points import Shoppers
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.wallet import Call
from scripts.wording import hexadecimal

ROLE = "keeper"


class Watch:
    """The open orders of the market, kept up to date block by block."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.offers: dict[bytes, Published] = {}
        self.open: dict[bytes, Sale] = {}
        self.shoppers = Shoppers(session.market)
        self.sold = Sold(session.market)
        self.plans = Plans(session.market)
        self.block = -1  # the last one that was read

    def update(self) -> None:
        """Read what came since the last time."""
        market, latest = self.session.market, self.session.web3.eth.block_number
        if latest < self.block:  # the chain was taken back
            self.offers, self.open, self.block = {}, {}, -1
            self.shoppers, self.sold, self.plans = Shoppers(market), Sold(market), Plans(market)
        if latest == self.block:
            return
        since = self.block + 1 - parameters.REORG_DEPTH
        self.offers.update(market.offers(since=since))
        paid = market.sales(self.offers, since=since)
        known = market.refreshed([*self.open.values(), *paid])
        self.shoppers.note(known, since)
        self.sold.note(known, since)
        self.plans.note(since)
        self.open = {sale.id: sale for sale in known if sale.record.status.is_open}
        self.block = latest

    def overdue(self, now: int) -> list[Sale]:
        """The orders to enforce; a default that favours the buyer is given some time more."""
        return [sale for sale in self.open.values() if now >= _due(sale)]


def main(*_: str) -> None:
    """List the commands."""
    commands.overview("keeper", globals())


__getattr__ = commands.refuse_unknown("keeper")


@command(ROLE)
def once(session: Session, *, withdraw: str = "", least: str = "") -> None:
    """Enforce what is overdue, bring points, refunds and items, move plans, withdraw for accounts withdraw=NAME,NAME.

    Points and refunds that wait are left where they are less than least=AMOUNT, like 0.001ETH,2USD.
    """
    watch = Watch(session)
    points.least_of(session.market, least)  # refused before anything is sent
    if _keep(session, watch, _accounts(session, withdraw), least) == 0:
        session.say("Nothing is overdue, and nothing is to be collected, settled, moved or withdrawn.")


@command(ROLE)
def loop(session: Session, *, withdraw: str = "", least: str = "") -> None:
    """The same with every block and every deadline, until it is stopped with Ctrl-C."""
    watch, accounts = Watch(session), _accounts(session, withdraw)
    points.least_of(session.market, least)
    session.say(f"Keeping the market as {session.who(session.wallet.address)}; Ctrl-C ends it.")
    while True:
        _keep(session, watch, accounts, least)
        _await(session, watch)


def _keep(session: Session, watch: Watch, accounts: Sequence[str], least: str) -> int:
    """One round; returns the number of transactions."""
    watch.update()
    sent = _enforce(session, watch.overdue(node.now(session.web3)))
    if sent:
        watch.update()  # what has just ended may have given points
    worth = points.least_of(session.market, least)
    sent += _bring(session, watch.shoppers, worth)
    sent += sum(_do(session, what, call) for what, call in watch.sold.calls())
    sent += _take(session, watch.plans.to_settle(worth))
    sent += _take(session, watch.plans.to_move(node.now(session.web3)))
    return sent + sum(_withdraw(session, account) for account in accounts)


def _enforce(session: Session, overdue: Sequence[Sale]) -> int:
    sent = 0
    for start in range(0, len(overdue), parameters.MAX_BATCH):
        batch = overdue[start : start + parameters.MAX_BATCH]
        for sale in batch:
            session.say(f"{hexadecimal(sale.id)}: {wording.whats_next(session, sale)}")
        session.announce(f"enforce_many: {units.count(len(batch), 'order')}.")
        call = session.market.call("enforce_many", [sale.order for sale in batch])
        session.send(session.wallet, call, f"enforce_many of {len(batch)}")
        sent += 1
    return sent


def _bring(session: Session, shoppers: Shoppers, least: dict[str, int]) -> int:
    """Collect points and settle orders, as far as that is worth the gas."""
    sent = 0
    for waiting in shoppers.waiting(least):
        sums = [session.amount(sum_, waiting.currency.address) for sum_ in (waiting.points, waiting.refunds)]
        for what, call in waiting.calls():
            told = f"{what}: {sums[0]} of points and {sums[1]} of refunds wait, in all."
            sent += _do(session, what, call, told)
        if waiting.left:
            floor = session.amount(least[waiting.currency.address], waiting.currency.address)
            name = loyalty_of(waiting.currency)
            session.say(f"{name}: {units.count(waiting.left, 'credit')} of less than {floor} left, not worth the gas.")
    return sent


def _take(session: Session, steps: Sequence[Step]) -> int:
    """Take steps of plans, each in a transaction of its own: Credit has no call for many."""
    return sum(_do(session, step.what, step.call, f"{step.what}: {step.why}.") for step in steps)


def _withdraw(session: Session, account: str) -> int:
    """Send an account what Escrow and the vaults could not push to it."""
    found = [
        (amount, currency, session.market.call("withdraw", account, currency))
        for currency, amount in session.market.credits(account)
    ]
    for vault in vaults(session.market):
        if unsent := vault.unsent(account):
            found.append((unsent, vault.currency.address, vault.call("withdraw_credit", account)))
    return sum(
        _do(session, f"withdraw {session.amount(amount, currency)} for {session.who(account)}", call)
        for amount, currency, call in found
    )


def _do(session: Session, what: str, call: Call, told: str = "") -> bool:
    """Announce and send what works; what is refused, perhaps as somebody else has just done it, stops nothing."""
    if not _works(session, what, call):
        return False
    session.announce(told or f"{what}.")
    try:
        session.send(session.wallet, call, what)
    except Refusal:
        if _works(session, what, call):
            raise
        return False
    return True


def _works(session: Session, what: str, call: Call) -> bool:
    try:
        session.check(session.wallet, call)
    except Refusal as refusal:
        session.say(f"{what} does not work now: {refusal}")
        return False
    return True


def _await(session: Session, watch: Watch) -> None:
    """Wait for another block, or for the next deadline: time passes on a chain without blocks too."""
    moments = [*map(_due, watch.open.values()), *watch.plans.moments]
    due = min(moments, default=None)
    while session.web3.eth.block_number == watch.block and (due is None or node.now(session.web3) < due):
        time.sleep(parameters.KEEPER_INTERVAL)


def _due(sale: Sale) -> int:
    grace = 0 if sale.record.status.favours_seller else parameters.KEEPER_GRACE
    return sale.record.deadline + grace


def _accounts(session: Session, names: str) -> list[str]:
    return [session.resolve(name) for name in names.split(",") if name]
