"""Who owns what: everybody's balance in each currency, and what Escrow credits to whom under which key."""

from collections import Counter

from tests.fixtures.terms import EMPTY, NO_HASH

Holding = tuple[str, str]  # account, currency
Credit = tuple[str, bytes, str]  # account, key, currency


class Books:
    """Amounts are in the currency's smallest unit. Receivers' whims are kept here too: they say where money lands."""

    def __init__(self, escrow: str, deny_list: str, balances: dict[Holding, int], refusing: set[str]) -> None:
        self.escrow = escrow
        self.balances = Counter(balances)
        self.credits: Counter[Credit] = Counter()
        self.donated: Counter[str] = Counter()
        self.refusing = {escrow, *refusing}  # they take no coin
        self._deny_list = deny_list  # the currency that these two are about
        self.denied: set[str] = set()
        self.paused = False

    def stopped(self, account: str, currency: str) -> str:
        """Why the currency will not move between an account and Escrow; empty where it will."""
        if currency != self._deny_list:
            return ""
        if self.paused:
            return "DenyListToken: paused"
        return "DenyListToken: denied" if self.denied & {account, self.escrow} else ""

    def takes(self, account: str, currency: str) -> bool:
        """Whether an account can be paid in a currency."""
        if currency == EMPTY:
            return account not in self.refusing
        return not self.stopped(account, currency)

    def move(self, sender: str, receiver: str, currency: str, amount: int) -> None:
        """Money changes hands."""
        self.balances[sender, currency] -= amount
        self.balances[receiver, currency] += amount

    def donate(self, sender: str, currency: str, amount: int) -> None:
        """Money gets into Escrow that is nobody's."""
        self.move(sender, self.escrow, currency, amount)
        self.donated[currency] += amount

    def push(self, account: str, currency: str, amount: int) -> None:
        """Escrow pays, or else credits."""
        if self.takes(account, currency):
            self.move(self.escrow, account, currency, amount)
        else:
            self.credit(account, NO_HASH, currency, amount)

    def credit(self, account: str, key: bytes, currency: str, amount: int) -> None:
        """Escrow keeps an amount for an account."""
        if amount:
            self.credits[account, key, currency] += amount

    def pay_credit(self, account: str, key: bytes, currency: str, to: str) -> None:
        """Escrow pays what it kept; to itself, that is a donation."""
        amount = self.credits.pop((account, key, currency))
        self.move(self.escrow, to, currency, amount)
        if to == self.escrow:
            self.donated[currency] += amount
