"""One order as the model has it."""

from dataclasses import dataclass

from scripts.terms import Record
from tests.fixtures import terms
from tests.fixtures.terms import Order
from tests.stateful.table import ENDED, FAVOURS_SELLER


@dataclass
class Case:
    """Amounts in the currency's smallest unit, times in Unix seconds; as it starts, an order that was never paid."""

    order: Order
    status: int = terms.NEVER_PAID
    round: int = 0
    kind: int = 0
    buyer_extended: bool = False
    seller_extended: bool = False
    returned: bool = False
    deadline: int = 0
    released: int = 0
    refunded: int = 0
    promised: int = 0  # the deadline before anybody extended it
    extended_by: str = ""  # the role that moved it further than by the buyer's own 3 days

    @property
    def record(self) -> Record:
        """What Escrow has to show for it."""
        return Record(*(getattr(self, field) for field in Record._fields))

    @property
    def held(self) -> int:
        """What is still in question."""
        return self.order.total - self.released - self.refunded

    @property
    def is_open(self) -> bool:
        """Whether something is awaited."""
        return self.status in terms.WAITING

    def is_late(self, now: int) -> bool:
        """Whether the deadline has passed."""
        return self.is_open and now >= self.deadline

    def wait(self, status: int, deadline: int) -> None:
        """Something else is awaited."""
        self.status, self.deadline = status, deadline
        self.promised, self.extended_by = deadline, ""

    def start_next_round(self) -> None:
        """Another parcel is on its way: the request, the return and the extensions are done with."""
        self.round += 1
        self.kind = 0
        self.buyer_extended = self.seller_extended = self.returned = False

    def extend(self, role: str, until: int) -> None:
        """Somebody gives, or takes, more time."""
        self.deadline = until
        if self.status != terms.AWAITING_CONFIRMATION:
            self.extended_by = role
        elif role == "seller":
            self.seller_extended = True
            self.extended_by = role
        else:
            self.buyer_extended = True

    def settle(self, released: int, refunded: int, now: int) -> int:
        """Money leaves; the status afterwards."""
        in_time = self.status == terms.AWAITING_SHIPMENT and not self.is_late(now)
        self.released += released
        self.refunded += refunded
        if self.held == 0:
            self.status = terms.CANCELLED if in_time and self.released == 0 else terms.CLOSED
            self.deadline = 0
        return self.status

    @property
    def favours_seller(self) -> bool:
        """Whether the seller gets what is held if nothing is done."""
        return self.status in FAVOURS_SELLER

    @property
    def has_ended(self) -> bool:
        """Whether nothing is held any more."""
        return self.status in ENDED
