"""Lines of a cart, of a checkout or on an offer's page: an offer, how many of it, and why it cannot be bought now."""

from dataclasses import dataclass

from frontend import people
from frontend.index import queries
from frontend.index.rows import Offer
from frontend.resources import database


@dataclass(frozen=True)
class Line:
    """An offer and how many of it; `obstacle` is why it cannot be bought now, empty where it can.

    revised, sold_out, not_enough, no_text, no_key. `newest` is what stands in a revised offer's place.
    """

    offer: Offer
    quantity: int
    obstacle: str
    newest: Offer | None = None

    @property
    def goods(self) -> int:
        return self.offer.price * self.quantity

    @property
    def total(self) -> int:
        return self.offer.total(self.quantity)


def line_of(offer: Offer, quantity: int) -> Line:
    """So many units of an offer, as they can be bought now or not."""
    return Line(offer, quantity, _obstacle(offer, quantity), queries.newest(database(), offer))


def _obstacle(offer: Offer, quantity: int) -> str:
    if offer.revised_to:
        return "revised"
    if not offer.left:
        return "sold_out"
    if not offer.document:
        return "no_text"
    if not _has_key(offer.seller):
        return "no_key"
    return "not_enough" if quantity > offer.left else ""


def _has_key(seller: str) -> bool:
    """Whether a seller has published a key that delivery details can be encrypted with."""
    return bool(people.person(seller).profile.document.get("encryption_key"))
