"""The model of Escrow and what goes on around it: donations, receivers and issuers who change their mind."""

from tests.fixtures.consent import Action
from tests.fixtures.terms import EMPTY, NEVER_PAID, Order
from tests.stateful.books import Books
from tests.stateful.market import Call, Market
from tests.stateful.model import Model
from tests.stateful.reasons import Reasons


class World(Model):
    """Verbs have the names and arguments of the contracts that they belong to."""

    def __init__(self, books: Books, market: Market) -> None:
        super().__init__(books, market.with_code, market.domain)
        self._market = market
        self._at = ""  # the contract that is called
        self._refusing_receiver = market.people["refusing_receiver"]

    def perform(self, call: Call, now: int) -> None:
        """Makes a call in a block of this time (Unix seconds); Refused, if it has to be."""
        self.by, self.coin, self.now, self._at = call.by, call.coin, now, call.to
        getattr(self, call.verb)(*call.args)

    def act_signed(self, order: Order, wanted: Action, signature: bytes) -> None:
        """Somebody brings what was signed; then it is the buyer who acts."""
        said, case, reasons = self._market.signed[signature], self._case(order), Reasons()
        as_said = (said.order, said.action, said.status, said.round) == (order, wanted, case.status, case.round)
        agreed = as_said and said.signer == self._market.keyholder(order.buyer)
        reasons.when(self.now >= wanted.expires, "Escrow: signature expired")
        reasons.when(case.status == NEVER_PAID, "Escrow: never paid")
        reasons.when(case.has_ended, "Escrow: not in this status")
        reasons.when(case.is_open and not agreed, "Escrow: not signed by the buyer")
        reasons.check()
        self.by = order.buyer
        getattr(self, said.verb)(order, *said.arguments)

    def force(self, target: str) -> None:
        """Coin comes without a call."""
        self.books.give(self.by, target, EMPTY, self.coin)

    def transfer(self, to: str, amount: int) -> None:
        """A token comes without a payment."""
        reasons, currency = Reasons(), self._market.contracts[self._at].address
        stopped = self.books.stopped(currency, self.by, to)
        reasons.when(stopped != "", stopped)
        reasons.check()
        self.books.give(self.by, to, currency, amount)

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
