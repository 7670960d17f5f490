"""What moved in a vault, added up from its events: what lenders earned and lost, and what a share was worth when."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scripts import node
from scripts.credit.growth import Growth, growth, price
from scripts.credit.ledger import Vault
from scripts.reading import Fields

LENDERS = ("Deposit", "Withdraw")
EVENTS = (*LENDERS, "PlanRepaid", "PlanSettled", "PlanWrittenOff")


@dataclass(frozen=True)
class Books:
    """A vault after the events up to `block`: amounts in the currency's smallest unit.

    `assets` and `shares` are what there was; the others moved until then. Fees include those for being late; of what
    was `written_off` so much was `recovered`.
    """

    block: int = 0
    assets: int = 0
    shares: int = 0
    fees: int = 0
    written_off: int = 0
    recovered: int = 0

    @property
    def price(self) -> float:
        """What a share is worth, as a part of what it cost at first."""
        return price(self.assets, self.shares)


class History:
    """The books after each event, the first of them empty, and what each lender (an account) put in and took out.

    `minted` are the shares that these gave, or ended: those that he has, unless shares changed hands.
    """

    def __init__(self, vault: Vault) -> None:
        self.books = [Books()]
        self.put_in: Counter[str] = Counter()
        self.taken_out: Counter[str] = Counter()
        self.minted: Counter[str] = Counter()
        self._vault = vault
        self._lost: set[bytes] = set()
        for event, fields in self._told():
            self.books.append(replace(self.now, block=fields["block"], **self._after(event, fields)))

    @property
    def now(self) -> Books:
        """What all came to."""
        return self.books[-1]

    def growth(self, since: int, now: int) -> Growth | None:
        """What a share gained between two times (Unix seconds), or from the first deposit on if that is later.

        None where nothing was lent before `now`.
        """
        first = next((books for books in self.books if books.shares), None)
        begun = self._time(first) if first else now
        if begun >= now:
            return None
        before = self.books[bisect_right(self.books, since, lo=1, key=self._time) - 1]
        return growth(before.price if begun <= since else 1, self.now.price, now - max(begun, since))

    def _time(self, books: Books) -> int:
        return node.times(self._vault.market.web3, [books.block])[books.block]

    def _told(self) -> Iterator[tuple[str, Fields]]:
        """What the books follow from, in the order of the chain."""
        reader = self._vault.reader
        logs = [(log, event) for event in EVENTS for log in reader.logs(event, [])]
        for log, event in sorted(logs, key=lambda told: (told[0].block, told[0].place)):
            yield event, reader.decode(event, log)

    def _after(self, event: str, fields: Fields) -> dict[str, int]:
        """The sums that an event changes, as they are after it."""
        before = self.now
        if event in LENDERS:
            sign, sums = (1, self.put_in) if event == "Deposit" else (-1, self.taken_out)
            owner, assets, shares = fields["owner"], fields["assets"], sign * fields["shares"]
            sums[owner] += assets
            self.minted[owner] += shares
            return {"assets": before.assets + sign * assets, "shares": before.shares + shares}
        principal = fields["principal"]
        if event == "PlanWrittenOff":
            self._lost.add(fields["plan_id"])
            return {"assets": before.assets - principal, "written_off": before.written_off + principal}
        fees = fields["amount"] - principal if event == "PlanRepaid" else 0
        recovered = principal if fields["plan_id"] in self._lost else 0
        return {
            "assets": before.assets + fees + recovered,
            "fees": before.fees + fees,
            "recovered": before.recovered + recovered,
        }
