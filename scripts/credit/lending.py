"""What lenders see of a vault on the terminal: its figures and terms, their share of it, and what they risk."""

from collections.abc import Iterable

from rich.table import Table

from scripts import node, units
from scripts.credit.books import History
from scripts.credit.course import State
from scripts.credit.ledger import Vault, is_late, vaults
from scripts.parameters import DAY
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.units import format_share, parse_amount
from scripts.wallet import Call

PERIODS = (30, 365)  # days for which a share's gain is told

RISKS = (
    "Buyers may not pay. Such a plan counts in full until it is written off, 60 days after the first missed date at "
    "the earliest: who leaves before that leaves his part of the loss to those who stay.",
    "What is paid belongs to those who have shares at that moment: somebody with much money may come for a block, and "
    "take most of a fee, or of what comes back after a write-off.",
    "What is lent cannot be taken out. It comes back with the instalments if it does: within half a year, or nine "
    "months where orders are in question.",
    "One account, {issuer}, vouches that buyers are different people and sellers are businesses. Where that is wrong "
    "or bought, false ones can take all the cash that there is, within one block.",
    "Whoever issues the currency can freeze what is here.",
    "Nobody can pause anything, change a figure or rescue anybody.",
)


def chosen(session: Session, currency: str) -> list[Vault]:
    """The vault of a currency (its symbol or address), or every one; refused where there is none."""
    found = vaults(session.market)
    if currency:
        wanted = session.book.currency(currency)
        found = [vault for vault in found if vault.currency == wanted]
    if not found:
        raise Refusal(f"Nothing here lends {currency}." if currency else "Nothing here lends: no Credit is deployed.")
    return found


def one(session: Session, currency: str) -> Vault:
    """The vault of a currency, or the only one."""
    found = chosen(session, currency)
    if len(found) > 1:
        symbols = ", ".join(vault.currency.symbol for vault in found)
        raise Refusal(f"Say which currency, currency=SYMBOL (there are vaults of {symbols}).")
    return found[0]


def warn(session: Session, vault: Vault) -> None:
    """What lenders risk."""
    issuer = session.who(vault.parameters.issuer)
    session.say("What you risk:")
    for risk in RISKS:
        session.say(f"- {risk.format(issuer=issuer)}")


def show(session: Session, vault: Vault, account: str) -> None:
    """A vault's figures, what it lends by, and what an account has in it."""
    past = History(vault)
    session.show(_filled(session, f"{vault.name} at {vault.contract.address}", _figures(session, vault, past)))
    session.show(_filled(session, f"What {vault.name} lends by", _terms(session, vault)))
    show_mine(session, vault, account, past)


def show_mine(session: Session, vault: Vault, account: str, past: History | None = None) -> None:
    """What an account has in a vault."""
    past = past or History(vault)
    title = f"{session.who(account)} in {vault.name}"
    session.show(_filled(session, title, _mine(vault, account, past)))


def taking(session: Session, vault: Vault, owner: str, receiver: str, amount: str) -> tuple[int, Call]:
    """What taking out an amount comes to, and the call; without an amount it is all that there is cash for.

    Refused where so much is not there.
    """
    possible = vault.ask("maxWithdraw", owner)
    if not amount:
        shares = vault.ask("maxRedeem", owner)
        if not shares or not possible:
            raise Refusal(f"{session.who(owner)} can take nothing out of {vault.name} now.")
        return vault.ask("previewRedeem", shares), vault.call("redeem", shares, receiver, owner)
    assets = parse_amount(amount, vault.currency)
    if assets > possible:
        has = vault.amount(vault.ask("convertToAssets", vault.ask("balanceOf", owner)))
        most = vault.amount(possible)
        raise Refusal(f"At most {most} of your {has} can be taken out now; what is lent comes back with instalments.")
    return assets, vault.call("withdraw", assets, receiver, owner)


Lines = Iterable[tuple[str, str]]


def _filled(session: Session, title: str, lines: Lines) -> Table:
    table = session.table("what", "how much", title=title)
    for line in lines:
        table.add_row(*line)
    return table


def _figures(session: Session, vault: Vault, past: History) -> Lines:
    figures, now = vault.figures(), node.now(session.web3)
    plans = vault.open_plans()
    standing = list(zip(plans, vault.records(plans), strict=True))
    late = [record.outstanding for plan, record in standing if is_late(plan, record, now)]
    running = [record for _, record in standing if record.state.is_running]
    paused = [record for record in running if record.state == State.PAUSED]
    lost = [record.outstanding for _, record in standing if record.state == State.WRITTEN_OFF]

    yield "assets", vault.amount(figures.assets)
    part = f"{100 * figures.lent / figures.assets:.1f}%" if figures.assets else "0%"
    in_use = f"{vault.amount(figures.lent)}, {part}"
    yield "of these in use", f"{in_use}: {units.count(len(running), 'plan')}, {len(paused)} paused"
    yield "of these cash, to lend or take out", vault.amount(figures.cash)
    yield "late beyond three days", f"{vault.amount(sum(late))}: {units.count(len(late), 'plan')}"
    yield "fees paid", vault.amount(past.now.fees)
    yield "written off", f"{vault.amount(past.now.written_off)}; {vault.amount(past.now.recovered)} came back since"
    yield "still owed of that", f"{vault.amount(sum(lost))}: {units.count(len(lost), 'plan')}"
    price, at_first = vault.ask("convertToAssets", vault.whole_share()), int(10**vault.currency.decimals)
    yield "a share", f"{vault.amount(price)}; it cost {vault.amount(at_first)} at first"
    yield from _gains(past, now)


def _gains(past: History, now: int) -> Lines:
    for days in PERIODS:
        told = past.growth(now - days * DAY, now)
        if told is None:
            yield f"gained in {days} days", "nothing was lent yet"
            continue
        gain = f"{told.gained / 100:+.2f}%"
        gain += "" if told.yearly is None else f", by the year {told.yearly / 100:+.2f}%"
        younger = "" if told.span == days * DAY else f", since the first deposit {units.format_duration(told.span)} ago"
        yield f"gained in {days} days", f"{gain}{younger}"


def _terms(session: Session, vault: Vault) -> Lines:
    terms = vault.parameters
    base, maximum = (vault.amount(amount) for amount in (terms.base, terms.maximum))
    yield "who vouches for buyers and sellers", session.who(terms.issuer)
    yield "fee, of what is lent, for each instalment", format_share(terms.fee_bps)
    yield "late fee, of an average instalment", format_share(terms.late_bps)
    yield "a buyer may owe", f"{base}, and {format_share(terms.growth_bps)} of what was repaid in time, up to {maximum}"
    yield "one buyer may owe, of all assets", format_share(terms.buyer_bps)
    yield "at one seller may be open, of all assets", format_share(terms.seller_bps)


def _mine(vault: Vault, account: str, past: History) -> Lines:
    shares = vault.ask("balanceOf", account)
    worth, put_in, taken = vault.ask("convertToAssets", shares), past.put_in[account], past.taken_out[account]
    yield "shares", f"{shares / vault.whole_share():,.6f}"
    yield "worth", vault.amount(worth)
    yield "can be taken out now", vault.amount(vault.ask("maxWithdraw", account))
    yield "put in, taken out", f"{vault.amount(put_in)}, {vault.amount(taken)}"
    if shares == past.minted[account]:
        gain = worth + taken - put_in
        yield "gained" if gain >= 0 else "lost", vault.amount(abs(gain))
