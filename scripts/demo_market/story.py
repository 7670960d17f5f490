"""The story of the demo market's orders: who bought what, and what became of it; days are counted back from now.

Every status occurs, also orders whose deadline has passed and that wait for somebody to enforce them.
"""

from dataclasses import dataclass, field

REFUND, RETURN, EXCHANGE = 1, 2, 3


@dataclass(frozen=True)
class Event:
    """A verb of Escrow, or one of Loyalty or Credit, days ago.

    `amount`, if it takes one, is a part (0 to 1) of the sum; of `repay` so many instalments, 0 for all that is left.
    """

    days_ago: float
    verb: str
    amount: float = 1
    kind: int = 0
    by: str = ""


@dataclass(frozen=True)
class Later:
    """How a purchase is paid later: what at once (in its currency), the rest in instalments so many days apart."""

    down: str
    instalments: int
    days: int


@dataclass(frozen=True)
class Purchase:
    """One order; `listing` is the label of an offer, roles are names of accounts.

    Where it says `points`, so much of it (in its currency) is paid with points, through Loyalty; where it says `later`,
    it is paid through Credit. `items` are bound to it when it is shipped, and are its buyer's since a keeper `settled`
    it, so many days ago.
    """

    buyer: str
    listing: str
    quantity: int
    events: tuple[Event, ...]
    payer: str = ""
    referrer: str = ""
    points: str = ""
    later: Later | None = None
    items: tuple[str, ...] = ()
    settled: float = 0


@dataclass(frozen=True)
class Revision:
    """When an offer was replaced, days ago, and what it had said of its price and its lots before, if that changed."""

    days_ago: float
    price: str = ""
    lots: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    """Who a shopper is in delivery details: nobody who exists."""

    name: str
    address: dict[str, str] = field(default_factory=dict)
    phone: str = ""
    note: str = ""


def _pay(days_ago: float) -> Event:
    return Event(days_ago, "pay")


def _ship(days_ago: float) -> Event:
    return Event(days_ago, "ship")


def _attest(days_ago: float) -> Event:
    return Event(days_ago, "attest_delivery")


def _confirm(days_ago: float) -> Event:
    return Event(days_ago, "confirm")


def _bought(
    buyer: str, listing: str, quantity: int, *events: Event, payer: str = "", referrer: str = "", points: str = ""
) -> Purchase:
    return Purchase(buyer, listing, quantity, events, payer, referrer, points)


def _received(buyer: str, listing: str, quantity: int, paid: float, referrer: str = "") -> Purchase:
    """Bought, shipped and confirmed without ado; three days by a carrier or not."""
    events = (_pay(paid), _ship(paid - 0.8), _confirm(paid - 4.2))
    return Purchase(buyer, listing, quantity, events, referrer=referrer)


AWAITED = (
    _bought("shopper1", "celadon-teapot", 1, _pay(0.4)),
    _bought("shopper2", "wool-scarf/Teal", 1, _pay(1.2)),
    _bought("shopper1", "acacia-honey", 3, _pay(0.1)),
    _bought("shopper2", "high-mountain-oolong", 1, _pay(0.9), payer="shopper1"),
    _bought("shopper2", "rice-bowls", 1, _pay(4), _ship(3)),
    _bought("shopper1", "house-coffee/Whole beans", 2, _pay(2), _ship(1.5)),
    _bought("shopper1", "linen-notebook/Indigo", 2, _pay(6), _ship(5), referrer="storefront"),
    _bought("shopper3", "paper-lantern", 1, _pay(9), _ship(8), _attest(2)),
    _bought("shopper1", "canvas-backpack", 1, _pay(14), _ship(12), _attest(9), Event(1, "extend", by="buyer")),
)

IN_QUESTION = (
    _bought("shopper2", "pour-over-dripper", 1, _pay(12), _ship(11), _attest(6), Event(1, "request", 1, RETURN)),
    _bought("shopper3", "wall-calendar", 2, _pay(10), _ship(9), Event(2, "request", 0.5, REFUND)),
    _bought(
        "shopper1", "moon-vase", 1,
        _pay(16), _ship(15), _attest(9), Event(5, "request", 1, RETURN), Event(3, "approve_return"),
    ),
    _bought(
        "shopper2", "checked-blanket", 1,
        _pay(25), _ship(23), _attest(17),
        Event(12, "request", 1, EXCHANGE), Event(10, "approve_return"), Event(4, "send_back"),
    ),
    _bought(
        "shopper3", "desk-clock", 1,
        _pay(22), _ship(20), _attest(15), Event(10, "request", 1, REFUND), Event(6, "dispute", by="seller"),
        Event(5, "submit_evidence", by="seller"), Event(4, "submit_evidence", by="buyer"),
    ),
)  # fmt: skip

OVERDUE = (
    _bought("shopper3", "fountain-pen", 1, _pay(3)),
    _bought("shopper2", "chilli-crisp", 2, _pay(9), _ship(8), _attest(4)),
)

ENDED = (
    _received("shopper1", "tasting-cup/Celadon", 6, 38),
    _received("shopper2", "linen-notebook/Moss", 1, 36, "storefront"),
    _received("shopper3", "high-mountain-oolong", 2, 33),
    _received("shopper1", "wool-scarf/Oatmeal", 1, 31, "storefront"),
    _received("shopper2", "house-coffee/Whole beans", 1, 28),
    _received("shopper3", "colour-pencils", 2, 26, "storefront"),
    _received("shopper1", "olive-oil", 1, 21),
    _received("shopper3", "tasting-cup/Tenmoku", 2, 19, "storefront"),
    _received("shopper2", "bottled-ink/Midnight blue", 2, 14, "storefront"),
    _received("shopper1", "soy-candle", 2, 12),
    _received("shopper3", "acacia-honey", 1, 8),
    _bought(
        "shopper2", "oval-plate", 1,
        _pay(37), _ship(36), _attest(32), Event(30, "request", 1, REFUND), Event(27, "dispute", by="seller"),
        Event(22, "rule", 0.4),
    ),
    _bought(
        "shopper3", "fig-jam", 2,
        _pay(24), _ship(23), _attest(20), Event(19, "request", 0.5, REFUND), Event(18, "concede"),
    ),
    _bought("shopper1", "woodcut-harbour", 1, _pay(40), _ship(39), Event(19, "enforce")),
    _bought("shopper2", "bottled-ink/Pine green", 1, _pay(18), Event(15.5, "enforce")),
    _bought(
        "shopper1", "house-coffee/Ground for filter", 1,
        _pay(17), _ship(16), Event(14, "refund", 0.25), _confirm(13),
    ),
    _bought(
        "shopper3", "wool-scarf/Berry", 1,
        _pay(34), _ship(32), _attest(28), Event(27, "request", 1, EXCHANGE), Event(25, "replace"),
        _attest(20), _confirm(18),
    ),
    _bought("shopper2", "soy-candle", 1, _pay(29), _ship(28), _confirm(24), Event(20, "refund_closed", 0.2)),
    _bought(
        "shopper1", "tasting-cup/Plain white", 4,
        _pay(30), _ship(29), _attest(26), Event(25, "request", 0.5, REFUND), Event(23, "release", 0.2),
        Event(22, "concede"),
    ),
    _bought(
        "shopper3", "pour-over-dripper", 1,
        _pay(24), _ship(23), _attest(20),
        Event(19, "request", 1, RETURN), Event(18, "approve_return"), Event(16, "send_back"), Event(12, "concede"),
    ),
    _bought("shopper2", "canvas-backpack", 1, _pay(27), _ship(25), Event(14, "enforce")),
    _bought("shopper1", "soy-candle", 1, _pay(11), Event(10.8, "cancel")),
    _bought("shopper3", "linen-notebook/Brick", 1, _pay(7), Event(6.5, "refund", 1)),
)  # fmt: skip

# Paid partly with points: one is on its way, one was received, of one all but a little came back and was passed on,
# of one it came back and waits in Escrow to be
WITH_POINTS = (
    _bought("shopper1", "house-coffee/Whole beans", 1, _pay(3), _ship(2.5), points="0.80"),
    _bought("shopper1", "tasting-cup/Plain white", 3, _pay(10), _ship(9), _attest(6), _confirm(5), points="0.0015"),
    _bought(
        "shopper2", "house-coffee/Ground for filter", 1,
        _pay(13), Event(12, "refund", 0.95), Event(11.6, "settle"), _ship(11.4), _confirm(8), points="1.50",
    ),
    _bought("shopper2", "linen-notebook/Indigo", 1, _pay(6), Event(5.5, "cancel"), points="0.60"),
)  # fmt: skip

# Of goods whose every item is known: two were settled, one waits for it, two are on their way
TRACED = (
    Purchase("shopper1", "fresh-milk", 2, (_pay(6.6), _ship(6.2), _confirm(4.5)),
             items=("M-2/001", "M-2/002"), settled=4.4),
    Purchase("shopper3", "set-yoghurt", 1, (_pay(5), _ship(4.6), _confirm(2)), items=("Y-1/001",)),
    Purchase("shopper2", "fresh-milk", 1, (_pay(1.1), _ship(0.7)), items=("M-3/001",)),
    Purchase("shopper1", "field-watch", 1, (_pay(20), _ship(19.5), _confirm(14)), items=("W-3/01",), settled=13.9),
    Purchase("shopper3", "field-watch", 1, (_pay(3), _ship(2.5)), items=("W-3/02",)),
)  # fmt: skip


def _later(buyer: str, listing: str, quantity: int, later: Later, *events: Event) -> Purchase:
    return Purchase(buyer, listing, quantity, events, later=later)


def _repay(days_ago: float, number: int = 1) -> Event:
    return Event(days_ago, "repay", number)


def _keep(days_ago: float, verb: str, amount: float = 1) -> Event:
    return Event(days_ago, verb, amount, by="keeper")


# In instalments, in the order in which they were bought. One was never paid and is written off, of which a part came
# later; one is overdue; one was paid in time; one was late once and goes on; of one a half came back after its dates
# had waited; one is two instalments ahead; one waits, as its order is in question; one ended with its order; one runs;
# of one the money is back and waits for somebody to settle it.
PAID_LATER = (
    _later(
        "shopper1", "moon-vase", 1, Later("19.00", 4, 14),
        _pay(98), _ship(97), _attest(93), _confirm(91), _repay(84.3), _repay(70.2), _repay(56.4), _repay(42.1),
    ),
    _later(
        "shopper3", "wool-scarf/Berry", 1, Later("13.00", 2, 14),
        _pay(97.5), _ship(96), _attest(92), _confirm(90), _keep(22.9, "write_off"), _repay(4.2),
    ),
    _later(
        "shopper3", "celadon-teapot", 1, Later("18.50", 6, 14),
        _pay(96.5), _ship(95.5), _attest(90.5), _confirm(89), _repay(82.6), _repay(68.3), _repay(54.2), _repay(40.4),
    ),
    _later(
        "shopper2", "oval-plate", 1, Later("12.50", 6, 14),
        _pay(70.4), _ship(69.2), _attest(65), _confirm(64), _repay(56.5), _repay(33.4), _repay(28.6), _repay(14.5),
        _repay(1.3),
    ),
    _later(
        "shopper2", "linen-notebook/Moss", 3, Later("13.70", 4, 30),
        _pay(40.2), _ship(39.1), Event(33.2, "request", 0.5, REFUND), _keep(33, "pause"), Event(30.2, "concede"),
        _keep(30, "settle", 0.5), _keep(29.9, "resume"), _repay(7.6),
    ),
    _later(
        "shopper1", "celadon-teapot", 1, Later("14.50", 4, 14),
        _pay(30.3), _ship(29.4), _attest(25), _confirm(23.5), _repay(16.4), _repay(5.2, 2),
    ),
    _later(
        "shopper2", "canvas-backpack", 1, Later("39.00", 4, 14),
        _pay(26.5), _ship(25.5), _attest(20.5), Event(15.2, "request", 1, RETURN), _keep(15.1, "pause"),
        Event(11.5, "dispute", by="seller"),
    ),
    _later(
        "shopper1", "pour-over-dripper", 1, Later("10.50", 4, 14),
        _pay(20.4), Event(19.6, "refund", 1), _keep(19.5, "settle"),
    ),
    _later("shopper2", "wall-calendar", 2, Later("10.20", 3, 30), _pay(9.6), _ship(8.6)),
    _later("shopper1", "bottled-ink/Midnight blue", 3, Later("10.20", 2, 30), _pay(1.4), Event(0.95, "cancel")),
)  # fmt: skip

# What was lent for it and taken out again: who, days ago, how much
LENT = (("lender", 99.3, "4000"), ("merchant1", 61.0, "1200"), ("merchant1", 10.5, "-200"))

PURCHASES = (*AWAITED, *IN_QUESTION, *OVERDUE, *ENDED, *WITH_POINTS, *TRACED, *PAID_LATER)

# Points that the keeper collected for a shopper: (shopper, currency, days ago); what came later is ready
COLLECTED = (("shopper1", "ETH", 18.0), ("shopper1", "USD", 11.0), ("shopper2", "USD", 18.0))

# What the two sides say in a case, each with a picture of the goods
EVIDENCE = {
    "buyer": "This is how it arrived: it does not keep time. 到手就是这样，走时不准。",
    "seller": "This is how it left us, tested for two days. 发货前测试了两天，一切正常。",
}

# Why the arbiter ruled as he did, the one time that he has
REASON = {
    "en": "The pictures show a chip on the rim that was there when the plate was unpacked: its splinters are in the "
    "foam. The plate can still be used, and the buyer keeps it. So a part of the price goes back, the rest to the "
    "seller.",
    "zh": "照片显示盘沿有缺口，泡沫里有碎屑，说明开箱时就已损坏。"
    "盘子仍可使用，由买家保留，因此退还部分货款，其余归卖家。",
}

OPENED = 100.0  # days ago: profiles, money, offers

# Offers of goods that were not there yet: since when they are for sale, days ago
PUBLISHED = {"fresh-milk": 6.65, "set-yoghurt": 5.6, "field-watch": 27.7}

# A price that went down, a delivery that came: what an offer said until then, days ago; and one that was taken down
REVISED = {"desk-clock": Revision(26.0, price="41.00"), "fresh-milk": Revision(1.65, lots=("M-2",))}
DELISTED = {"fig-jam": 7.0}

PEOPLE = {
    "shopper1": Person(
        "Shopper One",
        {"street": "1 Example Street", "city": "Hull", "postcode": "HU1 1AA", "country": "GB"},
        "+44 1632 960001",
    ),
    "shopper2": Person(
        "购物者二",
        {"street": "示例路 2 号", "city": "杭州市", "region": "浙江省", "postcode": "310000", "country": "CN"},
        "+86 571 0000 0002",
        "放门口即可。",
    ),
    "shopper3": Person(
        "Shopper Three",
        {"street": "Beispielweg 3", "city": "Bremen", "postcode": "28195", "country": "DE"},
        note="The bell is broken, please knock.",
    ),
}  # fmt: skip
