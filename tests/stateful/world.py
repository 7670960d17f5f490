"""The model of Escrow and what goes on around it: donations, receivers and issuers who change their mind."""

from tests.fixtures.terms import EMPTY
from tests.stateful.books import Books
from tests.stateful.market import Call, Market
from tests.stateful.model import Model


class World(Model):
    """Verbs have the names and arguments of the contracts that they belong to."""

    def __init__(self, books: Books, market: Market) -> None:
        super().__init__(books, market.with_code, market.domain)
        self._dollar = market.contracts["Dollar"].address
        self._refusing_receiver = market.people["refusing_receiver"]

    def perform(self, call: Call, now: int) -> None:
        """Makes a call in a block of this time (Unix seconds); Refused, if it has to be."""
        self.by, self.coin, self.now = call.by, call.coin, now
        getattr(self, call.verb)(*call.args)

    def force(self, target: str) -> None:
        """Coin comes without a call."""
        self.books.donate(self.by, EMPTY, self.coin)

    def transfer(self, to: str, amount: int) -> None:
        """Dollars come without a payment."""
        self.books.donate(self.by, self._dollar, amount)

    def set_refusing(self, refusing: bool) -> None:
        """The refusing receiver takes coin, or does not."""
        change = self.books.refusing.add if refusing else self.books.refusing.discard
        change(self._refusing_receiver)

    def set_denied(self, account: str, denied: bool) -> None:
        """The issuer stops an account, or lets it go."""
        change = self.books.denied.add if denied else self.books.denied.discard
        change(account)

    def set_paused(self, paused: bool) -> None:
        """The issuer stops everybody, or lets them go."""
        self.books.paused = paused
