"""Goods that were bought by the same people, from the orders that everybody can see.

Bounded, however much is sold: the latest buyers of an offer, and the latest orders of each.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice

from sqlalchemy import Connection, bindparam, select

from frontend.index.reading import address, checksummed, offer_query, offers_from
from frontend.index.rows import Offer
from frontend.index.schema import offers, orders
from scripts.terms import Status

TERMS = 20  # offers of the same text: a new price is a new offer
BUYERS = 40  # the latest of an offer
ORDERS = 20  # the latest of each of them
CANDIDATES = 24  # goods of which an offer in stock is looked for
MOST = 6  # offers shown

Goods = tuple[str, str]  # seller and the hash of their text, whatever the price
Unwanted = Callable[[Collection[str]], Collection[str]]


def no_sellers(_: Collection[str]) -> Collection[str]:
    """Nobody's goods are left out."""
    return ()


def also_bought(db: Connection, offer: Offer, unwanted: Unwanted = no_sellers) -> list[tuple[Offer, int]]:
    """Offers in stock that buyers of this one bought as well, with how many of these did, most first; one of a listing.

    Who pays himself with other accounts can raise a count, at the price of the orders; cancelled ones do not count.
    `unwanted` says of several sellers whose goods are left out.
    """
    mine = address(offer.seller), offer.details
    counts: Counter[Goods] = Counter()
    for buyer in _buyers(db, mine):
        counts.update(_bought(db, buyer) - {mine})
    ranked = sorted(counts, key=lambda goods: (-counts[goods], goods))[:CANDIDATES]
    left_out = {address(one) for one in unwanted([checksummed(seller) for seller, _ in ranked])}
    ranked = [goods for goods in ranked if goods[0] not in left_out]
    on_sale = ((_on_sale(db, goods), counts[goods]) for goods in ranked)
    there = ((one, count) for one, count in on_sale if one is not None)
    return list(islice(_once_each(there, {_listing(offer)}), MOST))


def _once_each(offers: Iterable[tuple[Offer, int]], shown: set[str]) -> Iterator[tuple[Offer, int]]:
    """One variant of each listing, and none of those that are `shown` already."""
    for offer, count in offers:
        if _listing(offer) not in shown:
            shown.add(_listing(offer))
            yield offer, count


def _listing(offer: Offer) -> str:
    """What a listing's variants have in common."""
    product = offer.document.get("product", "")
    return f"{offer.seller} {product}" if product else offer.id


def _on_sale(db: Connection, goods: Goods) -> Offer | None:
    """The newest offer in stock of these goods; somebody else's of the same text is another's."""
    seller, details = goods
    same = offers.c.in_stock, offers.c.details == details, offers.c.seller == seller
    return next(iter(offers_from(db, offer_query().where(*same).order_by(offers.c.position.desc()).limit(1))), None)


def _buyers(db: Connection, goods: Goods) -> list[str]:
    """The latest who bought these goods."""
    seller, details = goods
    same = select(offers.c.position).where(offers.c.details == details, offers.c.seller == seller)
    places = list(db.execute(same.order_by(offers.c.position.desc()).limit(TERMS)).scalars())
    query = select(orders.c.buyer).where(orders.c.offer.in_(places), orders.c.status + 0 != Status.CANCELLED)
    return list(dict.fromkeys(db.execute(query.order_by(orders.c.position.desc()).limit(BUYERS)).scalars()))


def _bought(db: Connection, buyer: str) -> set[Goods]:
    """What somebody bought lately."""
    latest = select(orders.c.offer, orders.c.status).where(orders.c.buyer == bindparam("buyer"))
    recent = latest.order_by(orders.c.position.desc()).limit(ORDERS).subquery()
    query = select(offers.c.seller, offers.c.details).join_from(recent, offers, offers.c.position == recent.c.offer)
    rows = db.execute(query.where(recent.c.status != Status.CANCELLED), {"buyer": buyer})
    return {(row.seller, row.details) for row in rows}
