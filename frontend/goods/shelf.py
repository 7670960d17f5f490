"""In which order goods stand in lists: as the reader asked, but last what look-alikes of others sell.

Not where he chose an order by price, or a seller: that is his own choice, and the look-alike is marked.
"""

from dataclasses import replace

from frontend.goods.filters import Question
from frontend.identity.lookalikes import lookalikes
from frontend.index import queries
from frontend.index.listing import BY_PRICE
from frontend.index.queries import PAGE_SIZE
from frontend.index.rows import Page
from frontend.index.variants import Listing
from frontend.resources import database

BEHIND = "0"  # begins the cursors of what stands behind: no other begins so


def listings(question: Question, after: str) -> Page[Listing]:
    """A part of a list; ValueError (one sentence) for a cursor it never gave."""
    wanted, sort = question.wanted, question.sort
    behind = frozenset() if sort in BY_PRICE or wanted.seller else lookalikes()
    if after.startswith(BEHIND):
        return _behind(question, behind, after.removeprefix(BEHIND), PAGE_SIZE)
    first = queries.listings(database(), replace(wanted, not_of=behind), after, sort=sort)
    if first.next or not behind:
        return first
    room = PAGE_SIZE - len(first.items)
    rest = _behind(question, behind, "", max(room, 1))
    if not room:
        return replace(first, next=BEHIND if rest.items else "")
    return Page([*first.items, *rest.items], rest.next, first.nearly if first.items else rest.nearly)


def _behind(question: Question, sellers: frozenset[str], after: str, limit: int) -> Page[Listing]:
    if not sellers:
        return Page([], "")
    found = queries.listings(database(), replace(question.wanted, of=sellers), after, limit, question.sort)
    return replace(found, next=BEHIND + found.next if found.next else "")
