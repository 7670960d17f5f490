"""brownie run merchant: the seller's work, from the shop's profile to the money."""

from functools import partial
from pathlib import Path

from scripts import (
    acting,
    catalogue,
    commands,
    confirmations,
    describing,
    exporting,
    importing,
    letters,
    opinions,
    order_list,
    outbox,
    parameters,
    publishing,
    shipping,
    telling,
    units,
    uploads,
)
from scripts.acting import act_as
from scripts.catalogue import Context, Listing
from scripts.commands import command
from scripts.goods import hands
from scripts.imports import asked
from scripts.market import Published
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.terms import NO_DOCUMENT, held, offer_id
from scripts.wording import hexadecimal

ROLE = "merchant1"


def main(*_: str) -> None:
    """List the commands."""
    commands.overview("merchant", globals())


__getattr__ = commands.refuse_unknown("merchant", globals())


# The shop


@command(ROLE)
def init(session: Session, profile: Path) -> None:
    """Publish the shop's profile (a YAML file), and make the key that delivery details are sealed for."""
    describing.describe(session, profile)


@command(ROLE)
def publish(session: Session, file: Path) -> None:
    """Publish a catalogue (YAML or CSV); what is published already is skipped, so that it can be started again."""
    listings = _read_catalogue(session, file)
    wallet = session.wallet
    missing = publishing.missing(session.market, listings)
    publishing.refuse_doubles(session.market, wallet.address, missing)
    publishing.check(session, wallet, missing)
    uploads.store(parameters.LIBRARY, publishing.documents_of(listings))
    for listing in missing:
        offer = listing.offer
        price, shipping = (session.amount(sum_, offer.currency) for sum_ in (offer.price, offer.shipping))
        number = units.count(listing.cap, "unit")
        session.say(f"{hexadecimal(listing.id)}  {listing.label}: {number}, {price} each, {shipping} shipping")
    if missing:
        known = len(listings) - len(missing)
        session.announce(
            f"{units.count(len(missing), 'offer')} of {session.who(wallet.address)}; {known} others stand already."
        )
        publishing.publish(session, wallet, missing)
    session.say(f"{file.name} is published: {units.count(len(listings), 'offer')}.")
    publishing.upload(session, publishing.documents_of(listings))


@command(ROLE)
def import_(
    session: Session,
    file: Path,
    *,
    currency: str = "",
    rate: str = "1",
    arbiter: str = "",
    return_policy: str = "",
    carrier: str = "",
    shipping: str = "",
    ship_within: str = "",
    deliver_within: str = "",
    inspect_within: str = "",
    defaults: Path | None = None,
    units: str = "",
    pictures: Path | None = None,
    encoding: str = "",
    to: Path = Path("catalogue.yaml"),
) -> None:
    """Make a catalogue, to look at and to publish, of a product export (CSV) of Shopify or WooCommerce."""
    importing.refuse_existing(to)
    given = {"currency": currency, "arbiter": arbiter, "return_policy": return_policy, "carrier": carrier}
    given |= {"shipping": shipping, "ship_within": ship_within}
    given |= {"deliver_within": deliver_within, "inspect_within": inspect_within}
    terms = asked.terms_of(session.book, asked.defaults_of(defaults, given), rate, units, pictures, to)
    conversion = importing.load(file, encoding, terms)
    offers = importing.save(conversion, to, _context(session))
    importing.show(session, conversion, offers, pictures)
    session.say(f"{to} is written. Look at it, then: brownie run merchant publish {to}")


@command(ROLE)
def export(session: Session, *, to: Path = Path("catalogue.csv")) -> None:
    """Write the offers that stand as a CSV file that `publish` reads back to the same, their pictures beside it."""
    importing.refuse_existing(to)
    seller = session.wallet.address
    offers = list(session.market.offers(seller).values())
    stocks = session.market.stocks([offer.id for offer in offers])
    found = exporting.collect(
        list(zip(offers, stocks, strict=True)), _context(session), partial(uploads.find, session.origin), to.parent
    )
    if not found.rows and not found.left_out:
        raise Refusal(f"{session.who(seller)} has published nothing.")
    exporting.write(found.rows, to)
    session.say(f"{to} is written: {units.count(len(found.rows), 'offer')}.")
    for reason, ids in found.left_out.items():
        session.say(f"Left out, {reason}: {', '.join(ids)}")


@command(ROLE)
def upload(session: Session) -> None:
    """Send the documents that waited for a storefront; a catalogue's are sent by `publish`."""
    outbox.flush(session)


@command(ROLE)
def revise(
    session: Session, offer: bytes, *, price: str = "", shipping: str = "", file: Path | None = None, label: str = ""
) -> None:
    """Move what is left of an offer to new terms: price= and shipping=, or label= of an entry in file=."""
    published = session.market.offer(offer)
    wallet = session.acting(published.offer.seller, "seller")
    listing = catalogue.entry(_read_catalogue(session, file, wallet.address), label) if file else None
    new = listing.offer if listing else published.offer
    currency = session.book.currency(new.currency)
    if price:
        new = new._replace(price=units.parse_amount(price, currency))
    if shipping:
        new = new._replace(shipping=units.parse_amount(shipping, currency))
    call = session.market.call("revise", published.offer, new)
    session.check(wallet, call)
    per_unit, per_order = session.amount(new.price, new.currency), session.amount(new.shipping, new.currency)
    session.announce(f"revise {hexadecimal(offer)}: {per_unit} each, {per_order} shipping.")
    session.send(wallet, call, "revise")
    _show_stock(session, session.market.offer(offer_id(new)))
    if listing:
        publishing.upload(session, publishing.documents_of([listing]))


@command(ROLE)
def restock(session: Session, offer: bytes, count: int) -> None:
    """Set how many units of an offer are for sale from now on."""
    published = session.market.offer(offer)
    wallet = session.acting(published.offer.seller, "seller")
    (stock,) = session.market.stocks([offer])
    session.announce(f"restock {hexadecimal(offer)}: {stock.left:,} units are for sale, {count:,} will be.")
    session.send(wallet, session.market.call("set_cap", published.offer, stock.sold + count), "set_cap")
    _show_stock(session, published)


@command(ROLE)
def delist(session: Session, *offers: bytes) -> None:
    """Take offers down; orders that are paid stay."""
    all_published = [session.market.offer(offer) for offer in offers]
    wallets = [session.acting(published.offer.seller, "seller") for published in all_published]
    session.announce(f"delist {units.count(len(offers), 'offer')}.")
    for published, wallet in zip(all_published, wallets, strict=True):
        session.send(wallet, session.market.call("set_cap", published.offer, 0), f"delist {hexadecimal(published.id)}")


# Orders


@command(ROLE)
def orders(session: Session, which: str = "open") -> None:
    """Show the orders, what is due first at the top, with where to ship; `orders all` shows the ended ones too."""
    order_list.refuse_unknown(which)
    mine = session.market.offers(session.wallet.address)
    sales = order_list.select(order_list.sales_of(session, mine), which)
    order_list.show(session, sales)
    order_list.show_deliveries(session, session.wallet.address, sales)


@command(ROLE)
def ship(session: Session, *orders: bytes, parcel: str = "", number: str = "", link: str = "", items: str = "") -> None:
    """Packed, no more cancelling; many orders go by batches, and those that cannot be shipped now are named.

    With one order, parcel= (who carries it), number= and link= tell its buyer where the parcel is, and items= (with
    commas, or a file) says which very items he gets: GTIN/LOT/SERIAL, Digital Links.
    """
    shipping.ship(session, orders, (parcel, number, link), items)


@command(ROLE)
def receive(session: Session, *things: str) -> None:
    """Take goods that are offered to you, owned or to be kept, after showing what they are and what lies in them."""
    hands.accept(session, things, hands.EITHER)


@command(ROLE)
def parcel(session: Session, order: bytes, carrier: str, *, number: str = "", link: str = "") -> None:
    """Tell the buyer of an order where the parcel is: who carries it, with number= and link= to look it up."""
    letters.tell_parcel(session, order, carrier, number, link)


@command(ROLE)
def refund(session: Session, order: bytes, amount: str, *, text: str = "", pictures: str = "") -> None:
    """Give back an amount of what is held, or `all`; text= and pictures=A.jpg,B.jpg tell the buyer why, before it."""
    sale = session.market.sale(order)
    wallet = session.acting(sale.order.offer.seller, "seller")
    sum_ = acting.amount_of(session, sale, amount, held(sale.order, sale.record))
    telling.say_first(session, wallet, sale, text, pictures, "refund", sum_)
    act_as(session, wallet, sale, "refund", sum_, saying=f"refund {session.amount(sum_, sale.order.offer.currency)}")


@command(ROLE)
def concede(session: Session, order: bytes, *, text: str = "", pictures: str = "") -> None:
    """Give in to a request: all that is held goes back; text= and pictures= are for the buyer, before it."""
    telling.answer(session, order, "concede", text, pictures)


@command(ROLE)
def approve_return(session: Session, order: bytes, *, text: str = "", pictures: str = "") -> None:
    """Agree that the goods come back; the address for it is sealed for the shopper, text= and pictures= before it."""
    sale = session.market.sale(order)
    wallet = session.acting(sale.order.offer.seller, "seller")
    telling.say_first(session, wallet, sale, text, pictures, "approve_return", NO_DOCUMENT)
    document, sealed = letters.return_address(session, sale, order_list.secrets_of(session, wallet.address))
    with outbox.holding(session, sealed):
        act_as(session, wallet, sale, "approve_return", document)


@command(ROLE)
def replace(session: Session, order: bytes, *, items: str = "") -> None:
    """Ship another parcel where an exchange was asked for; items= are those that the buyer has then, all of them."""
    shipping.replace(session, order, items)


@command(ROLE)
def dispute(session: Session, order: bytes, *, text: str = "", pictures: str = "", file: Path | None = None) -> None:
    """Ask the arbiter to rule: text= and pictures=A.jpg,B.jpg for him and the buyer, or the hash of a file=."""
    telling.dispute(session, order, text, pictures, file)


@command(ROLE)
def extend(session: Session, order: bytes, days: int) -> None:
    """Give the buyer so many days more, 30 at most."""
    sale = session.market.sale(order)
    wallet = session.acting(sale.order.offer.seller, "seller")
    until = max(sale.record.deadline, session.now) + days * parameters.DAY
    act_as(session, wallet, sale, "extend", until, saying=f"extend until {units.format_time(until)}")


@command(ROLE)
def evidence(session: Session, order: bytes, *, to: Path | None = None) -> None:
    """Show what both sides put on the record of an order, opened with your key; to=FOLDER keeps the pictures."""
    telling.show(session, order, to)


@command(ROLE)
def submit_evidence(
    session: Session, order: bytes, *, text: str = "", pictures: str = "", file: Path | None = None
) -> None:
    """Write to the buyer: text= and pictures=A.jpg,B.jpg. Of file= only the hash goes on the record."""
    telling.submit(session, order, text, pictures, file)


@command(ROLE)
def refund_closed(session: Session, order: bytes, amount: str, *, text: str = "", pictures: str = "") -> None:
    """Pay the payer of an ended order from your own pocket; `all` is what was released to you; text= says why."""
    sale = session.market.sale(order)
    wallet = session.acting(sale.order.offer.seller, "seller")
    sum_ = acting.amount_of(session, sale, amount, sale.record.released)
    if sale.record.status.is_open:
        raise Refusal("The order is still open; `merchant refund` gives back what is held.")
    document, sealed = telling.written_if(session, sale, text, pictures)
    value = sum_ if sale.order.offer.in_coin else 0
    if not value:
        shown = session.amount(sum_, sale.order.offer.currency)
        session.say(f"refund_closed takes {shown} from you: allowed exactly first.")
        acting.allow(session, wallet, sale.order.offer.currency, sum_)
    with outbox.holding(session, sealed):
        act_as(session, wallet, sale, "refund_closed", sum_, document, value=value)


# Reviews


@command(ROLE)
def reviews(session: Session, which: str = "waiting") -> None:
    """Show what buyers say of your orders and you have not replied to; `reviews all` shows the others too."""
    opinions.show(session, which)


@command(ROLE)
def reply(session: Session, order: bytes, *, text: str = "", language: str = "en", part: str = "") -> None:
    """Reply to the review of an order by text=, in language=en or zh; part=follow_up to what was added to it."""
    opinions.answer(session, order, text, language, part)


# Money


@command(ROLE)
def send_confirmations(session: Session, *, storefronts: str = "") -> None:
    """Send what shoppers signed to pay you and no storefront has sent; storefronts= names others, with commas."""
    confirmations.bring(session, [place for place in storefronts.split(",") if place] or [session.origin])


@command(ROLE)
def balance(session: Session) -> None:
    """Show what you have, what Escrow holds of your sales, and what is credited to you."""
    order_list.show_balance(session, session.wallet.address)


@command(ROLE)
def withdraw(session: Session, currency: str = "", *, to: str = "") -> None:
    """Withdraw what is credited to you (of one currency, or of all), here or to= another account."""
    order_list.withdraw(session, currency, to)


# Helpers


def _read_catalogue(session: Session, file: Path, seller: str = "") -> list[Listing]:
    return catalogue.load(file, _context(session, seller))


def _context(session: Session, seller: str = "") -> Context:
    return Context(seller or session.wallet.address, session.book, session.resolve)


def _show_stock(session: Session, published: Published) -> None:
    (stock,) = session.market.stocks([published.id])
    session.say(f"{hexadecimal(published.id)}: {stock.left:,} units for sale, {stock.sold:,} sold.")
