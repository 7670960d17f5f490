"""The model of claims and reviews beside that of Escrow."""

from tests.stateful.books import Books
from tests.stateful.ids import order_id
from tests.stateful.market import Call, Market
from tests.stateful.opinions.market import IDENTITY, REVIEWS
from tests.stateful.opinions.model import Opinions
from tests.stateful.reasons import Refused
from tests.stateful.world import World


class OpinionsWorld(World):
    """Escrow's verbs, and those of Identity and Reviews, which `opinions` has in its words."""

    def __init__(self, books: Books, market: Market) -> None:
        super().__init__(books, market)
        self.opinions = Opinions()

    def perform(self, call: Call, now: int) -> None:
        if call.to not in (IDENTITY, REVIEWS):
            return super().perform(call, now)
        reason = self._vouch(call, now) if call.to == IDENTITY else self._say(call)
        if reason:
            raise Refused(frozenset([reason]))
        return None

    def _vouch(self, call: Call, now: int) -> str | None:
        other, kind, *more = call.args
        if call.verb == "decline":
            return self.opinions.decline((other, call.by, kind), *more)
        key = call.by, other, kind
        if call.verb == "revoke":
            return self.opinions.revoke(key)
        return getattr(self.opinions, call.verb)(key, *more, now)

    def _say(self, call: Call) -> str | None:
        order, *more = call.args
        about = call.by, order, order_id(order, self._domain)
        if call.verb == "review":
            return self.opinions.review(*about, self._case(order).status, more[0])
        return getattr(self.opinions, call.verb)(*about, *more)
