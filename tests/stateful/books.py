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
        self.keeping = {escrow}  # contracts that know what of their money is whose
        self.donated: Counter[Holding] = Counter()  # to them, for nothing
        self.refusing = {escrow, *refusing}  # they take no coin
        self._deny_list = deny_list  # the currency that these two are about
        self.denied: set[str] = set()
        self.paused = False

    def stopped(self, currency: str, account: str, contract: str = "") -> str:
        """Why the currency will not move between an account and a contract (Escrow); empty where it will."""
        if currency != self._deny_list:
            return ""
        if self.paused:
            return "DenyListToken: paused"
        return "DenyListToken: denied" if self.denied & {account, contract or self.escrow} else ""

    def takes(self, currency: str, account: str, contract: str = "") -> bool:
        """Whether an account can be paid in a currency by a contract (Escrow)."""
        if currency == EMPTY:
            return account not in self.refusing
        return not self.stopped(currency, account, contract)

    def move(self, sender: str, receiver: str, currency: str, amount: int) -> None:
        """Money changes hands."""
        self.balances[sender, currency] -= amount
        self.balances[receiver, currency] += amount

    def give(self, sender: str, receiver: str, currency: str, amount: int) -> None:
        """The same unasked: in a contract that keeps others' money it is nobody's."""
        self.move(sender, receiver, currency, amount)
        if receiver in self.keeping:
            self.donated[receiver, currency] += amount

    def push(self, account: str, currency: str, amount: int) -> None:
        """Escrow pays, or else credits."""
        if self.takes(currency, account):
            self.move(self.escrow, account, currency, amount)
        else:
            self.credit(account, NO_HASH, currency, amount)

    def credit(self, account: str, key: bytes, currency: str, amount: int) -> None:
        """Escrow keeps an amount for an account."""
        if amount:
            self.credits[account, key, currency] += amount

    def pay_credit(self, account: str, key: bytes, currency: str, to: str) -> None:
        """Escrow pays what it kept."""
        self.give(self.escrow, to, currency, self.credits.pop((account, key, currency)))

    def fetch(self, contract: str, key: bytes, currency: str) -> int:
        """A contract gets what Escrow kept for it, and knows for whom; the amount."""
        amount = self.credits.pop((contract, key, currency))
        self.move(self.escrow, contract, currency, amount)
        return amount
