"""brownie run keeper: end what is overdue, bring shoppers points and goods; anyone may, nobody earns by it."""

import time
from collections.abc import Sequence

from scripts import commands, node, parameters, points, units, wording
from scripts.address_book import loyalty_of
from scripts.commands import command
from scripts.goods.selling import Sold
from scripts.market import Published, Sale
from scripts.points import Shoppers
from scripts.refusal import Refusal
from scripts.session import Session
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
        self.block = -1  # the last one that was read

    def update(self) -> None:
        """Read what came since the last time."""
        market, latest = self.session.market, self.session.web3.eth.block_number
        if latest < self.block:  # the chain was taken back
            self.offers, self.open, self.block = {}, {}, -1
            self.shoppers, self.sold = Shoppers(market), Sold(market)
        if latest == self.block:
            return
        since = self.block + 1 - parameters.REORG_DEPTH
        self.offers.update(market.offers(since=since))
        paid = market.sales(self.offers, since=since)
        known = market.refreshed([*self.open.values(), *paid])
        self.shoppers.note(known, since)
        self.sold.note(known, since)
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
    """Enforce what is overdue, collect points, settle refunds and items, withdraw for the accounts withdraw=NAME,NAME.

    Points and refunds that wait are left where they are less than least=AMOUNT, like 0.001ETH,2USD.
    """
    watch = Watch(session)
    points.least_of(session.market, least)  # refused before anything is sent
    if _keep(session, watch, _accounts(session, withdraw), least) == 0:
        session.say("Nothing is overdue, and nothing is to be collected, settled or withdrawn.")


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
    sent += _bring(session, watch.shoppers, points.least_of(session.market, least))
    sent += _settle(session, watch.sold)
    for account in accounts:
        for currency, amount in session.market.credits(account):
            what = f"withdraw {session.amount(amount, currency)} for {session.who(account)}"
            session.announce(what)
            session.send(session.wallet, session.market.call("withdraw", account, currency), what)
            sent += 1
    return sent


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
            try:
                session.check(session.wallet, call)
            except Refusal as refusal:  # a currency that stops this Loyalty shall not stop the rest
                session.say(f"{what} does not work now: {refusal}")
                continue
            session.announce(f"{what}: {sums[0]} of points and {sums[1]} of refunds wait, in all.")
            session.send(session.wallet, call, what)
            sent += 1
        if waiting.left:
            floor = session.amount(least[waiting.currency.address], waiting.currency.address)
            name = loyalty_of(waiting.currency)
            session.say(f"{name}: {units.count(waiting.left, 'credit')} of less than {floor} left, not worth the gas.")
    return sent


def _settle(session: Session, sold: Sold) -> int:
    """Give the items of ended orders to their buyers, or free them; what is refused now waits for the next round."""
    sent = 0
    for what, call in sold.calls():
        try:
            session.check(session.wallet, call)
        except Refusal as refusal:
            session.say(f"{what} does not work now: {refusal}")
            continue
        session.announce(f"{what}.")
        session.send(session.wallet, call, what)
        sent += 1
    return sent


def _await(session: Session, watch: Watch) -> None:
    """Wait for another block, or for the next deadline: time passes on a chain without blocks too."""
    due = min(map(_due, watch.open.values()), default=None)
    while session.web3.eth.block_number == watch.block and (due is None or node.now(session.web3) < due):
        time.sleep(parameters.KEEPER_INTERVAL)


def _due(sale: Sale) -> int:
    grace = 0 if sale.record.status.favours_seller else parameters.KEEPER_GRACE
    return sale.record.deadline + grace


def _accounts(session: Session, names: str) -> list[str]:
    return [session.resolve(name) for name in names.split(",") if name]
