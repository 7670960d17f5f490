"""Random deeds with goods: lots, items, units, hands, reports, recalls, sales and claims, some of them refused."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from scripts.parameters import NOBODY
from scripts.wallet import Call

if TYPE_CHECKING:
    from tests.frontend.devnet import Devnet
    from tests.frontend.traffic import Sale

PRODUCERS = ("seller", "rival", "refuser")
HOLDERS = ("seller", "rival", "buyer", "friend", "carrier")
SHIPPING, RECEIVING, SENSOR_REPORTING = 33, 24, 32
EMPTY = bytes(32)
DAY = 86_400
HOLDING = ["address", "address", "bytes32", "uint256", "uint256", "bool", "bool", "bytes32", "uint256"]

Step = tuple[str, Call]
Thing = tuple[bytes, bytes]


@dataclass
class Lot:
    """A lot whose items' codes are known to all."""

    id: bytes
    producer: str
    serials: list[bytes]
    levels: list[list[bytes]] = field(default_factory=list)

    def proof(self, place: int) -> tuple[bytes, list[bytes]]:
        """The hash of an item's code, and its path."""
        path = []
        at = place
        for level in self.levels[:-1]:
            path += [level[at ^ 1]] if at ^ 1 < len(level) else []
            at //= 2
        return self.code_hash(place), path

    def code(self, place: int) -> bytes:
        return keccak(self.id + self.serials[place])[:16]

    def code_hash(self, place: int) -> bytes:
        return keccak(b"\x02" + self.id + self.code(place))


def word(text: str) -> bytes:
    """A batch or a serial as the chain has it."""
    return text.encode().ljust(32, b"\0")


def checked(number: int) -> int:
    """A number with its check digit behind it, as in a GTIN or an SSCC."""
    digits = [int(digit) for digit in str(number)]
    weighted = sum(digit * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return number * 10 + (-weighted) % 10


def made(producer: str, number: int, batch: str, count: int) -> Lot:
    """A lot with its tree."""
    lot_id = keccak(encode(["address", "uint256", "bytes32"], [producer, number, word(batch)]))
    lot = Lot(lot_id, producer, [word(f"S{place}") for place in range(count)])
    level = [keccak(b"\x00" + lot.serials[at] + lot.code_hash(at)) for at in range(count)]
    lot.levels.append(level)
    while len(level) > 1:
        pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
        level = [keccak(b"\x01" + b"".join(sorted(pair))) if len(pair) == 2 else pair[0] for pair in pairs]
        lot.levels.append(level)
    return lot


class Deeds:
    """Chooses some for each block; the same seed does the same."""

    def __init__(self, devnet: "Devnet", seed: int) -> None:
        self.devnet = devnet
        self.random = random.Random(f"goods {seed}")
        self.lots: list[Lot] = []
        self.units: list[Thing] = []
        self.items: list[Thing] = []
        self._place: dict[Thing, tuple[Lot, int]] = {}
        self._events: list[bytes] = []
        self._recalls: list[tuple[str, bytes]] = []
        self._bound: list[tuple[Thing, Any]] = []
        self._later: list[Step] = []
        self._seed = seed
        self._number = 0

    def steps(self, count: int, sales: "list[Sale]") -> list[Step]:
        """Some deeds; `sales` are orders that items may be bound to."""
        steps, self._later = self._later, []
        if len(self.lots) < 3:
            return [*steps, *self._register()]
        for _ in range(count):
            steps += self.random.choices([move for move, _ in MOVES], [weight for _, weight in MOVES])[0](self)
        return steps + self._sell(sales) if sales else steps

    # Lots

    def _register(self) -> Iterable[Step]:
        lot, number, batch = self._make(self.random.choice(PRODUCERS))
        yield lot.producer, self._call("register", number, batch, len(lot.serials), lot.levels[-1][0], self._document())

    def _make(self, who: str) -> tuple[Lot, int, bytes]:
        self._number += 1
        number, batch = checked(95_000_000_000 + self._number // 2 % 7), f"L{self._seed}-{self._number // 2}"
        lot = made(self.devnet.people[who], number, batch, self.random.choice([1, 5, 30, 30]))
        self.lots.append(lot)
        self._place |= {(lot.id, serial): (lot, place) for place, serial in enumerate(lot.serials)}
        return lot, number, word(batch)

    def _transform(self) -> Iterable[Step]:
        used = self.random.choices([lot for lot in self.lots if len(lot.serials) > 1] or self.lots, k=2)
        maker = self.random.choice([role for role in PRODUCERS if self.devnet.people[role] == used[0].producer])
        lot, number, batch = self._make(maker)
        for source in used:
            if source.producer != lot.producer:
                yield source.producer, self._call("permit", source.id, lot.producer, 2**42 - 1)
        inputs = [(source.id, self.random.randint(1, 2)) for source in used]
        time = self.devnet.time() - self.random.choice([0, DAY])
        arguments = [len(lot.serials), lot.levels[-1][0], self._document(), time]
        yield lot.producer, self._call("transform", inputs, number, batch, *arguments)

    def _promise(self) -> Iterable[Step]:
        lot, low = self.random.choice(self.lots), self.random.randint(-5_000, 4_000)
        yield lot.producer, self._call("promise_limits", lot.id, low, low + self.random.randint(0, 9_000))

    def _permit(self) -> Iterable[Step]:
        lot, reporter = self.random.choice(self.lots), self._somebody()
        steps = self.random.choice([0, 2**42 - 1, 1 << SENSOR_REPORTING])
        yield self._somebody(), self._call("permit", lot.id, reporter, steps)

    # Things

    def _touch(self) -> Iterable[Step]:
        lot = self.random.choice(self.lots)
        places = self.random.sample(range(len(lot.serials)), min(4, len(lot.serials)))
        proofs = [((lot.id, lot.serials[place]), *lot.proof(place)) for place in places]
        self.items += [proof[0] for proof in proofs]
        yield self.devnet.people["stranger"], self._call("touch_many", proofs)

    def _unit(self) -> Iterable[Step]:
        who = self._somebody()
        sscc = f"{checked(self._number):018d}"
        serial = word(self.random.choice([sscc, sscc, sscc, f"CASE-{self._number}"]))
        self._number += 1
        self.units.append((bytes(12) + bytes.fromhex(who[2:]), serial))
        yield who, self._call("make_unit", serial)

    def _hand_over(self) -> Iterable[Step]:
        thing, (owner, custodian, _, version, *_) = self._any()
        role, to = self.random.choice([1, 2, 3, 3]), self._somebody()
        by = owner if role == 1 else custodian
        yield by, self._call("offer", thing, self.random.choice([to, to, to, NOBODY]), role)
        if self.random.random() < 0.5:
            yield to, self._call("accept", thing, role, version)

    def _pack(self) -> Iterable[Step]:
        if not self.units:
            return
        unit, *others = self.random.sample(self.units, min(3, len(self.units)))
        things = self.random.sample(self.items, min(12, len(self.items))) + others
        found = self._holdings([unit, *things])
        owner, custodian = found[0][:2]
        fitting = [thing for thing, one in zip(things, found[1:], strict=True) if one[:2] == (owner, custodian)]
        loose = [thing for thing in fitting if found[1 + things.index(thing)][2] == EMPTY]
        if loose:
            yield custodian, self._call("aggregate", unit, loose)

    def _unpack(self) -> Iterable[Step]:
        thing, (_, custodian, around, *_) = self._any()
        unit = next((one for one in self.units if keccak(b"".join(one)) == around), None)
        if unit:
            yield custodian, self._call("disaggregate", unit, [thing])

    # What is told

    def _report(self) -> Iterable[Step]:
        thing, by = self._speaker()
        step = self.random.choice([SHIPPING, RECEIVING, self.random.randint(0, 41)])
        time = max(self.devnet.time() - self.random.choice([0, 0, 60, DAY]), 0)
        told = [step, self.random.randint(0, 33), word("0614141.07346"), time, self._document()]
        types = "((bytes32,bytes32),address,uint256,uint256,bytes32,uint256,bytes32)"
        self._events.append(keccak(encode([types], [(thing, by, *told)])))
        for _ in range(self.random.choice([1, 1, 2])):
            yield by, self._call("report", thing, *told)

    def _sense(self) -> Iterable[Step]:
        thing, by = self._speaker()
        now, low = self.devnet.time(), self.random.randint(-4_000, 4_000)
        limits = self.random.choice([(-20_000, 20_000), (2_000, 6_000)])
        span = [max(now - self.random.choice([60, DAY]), 0), now]
        told = [self.random.randbytes(32), 7, low, low + self.random.randint(0, 5_000), *span, *limits]
        told += [self.random.choice([EMPTY, self.random.randbytes(32)]), self._document()]
        types = (
            f"((bytes32,bytes32),address,bytes32,uint256,int256,int256,{'uint256,' * 2}int256,int256,bytes32,bytes32)"
        )
        self._events.append(keccak(encode([types], [(thing, by, *told)])))
        yield by, self._call("report_sensor", thing, *told)

    def _declare(self) -> Iterable[Step]:
        if self._events:
            reason = self.random.randint(1, 2)
            yield (
                self._somebody(),
                self._call("declare_error", self.random.choice(self._events), reason, self._document()),
            )

    def _recall(self) -> Iterable[Step]:
        lot = self.random.choice(self.lots)
        first, last = sorted(self.random.choices(lot.serials, k=2))
        span = self.random.choice([(EMPTY, EMPTY), (first, last)])
        who, subject = lot.producer, lot.id
        if self.random.random() < 0.4:
            thing, (who, *_) = self._any()
            subject, span = thing[0], (thing[1], thing[1])
        told = [subject, *span, self.random.randint(1, 3), self._document()]
        types = ["address", "bytes32", "bytes32", "bytes32", "uint256", "bytes32"]
        self._recalls.append((who, keccak(encode(types, [who, *told]))))
        yield who, self._call("recall", *told)

    def _close(self) -> Iterable[Step]:
        if self._recalls:
            who, recall = self.random.choice(self._recalls)
            yield who, self._call("close_recall", recall, self._document())

    # Sales and claims

    def _sell(self, sales: "list[Sale]") -> list[Step]:
        """Binds an item of its seller's to an order, or settles what was bound."""
        if self._bound and self.random.random() < 0.3:
            thing, order = self.random.choice(self._bound)
            return [(self.devnet.people["stranger"], self._call("settle", thing, order))]
        things = self.random.sample(self.items, min(20, len(self.items)))
        found = self._holdings(things)
        sales = [sale for sale in sales if sale.order.offer.seller in [owner for owner, *_ in found]]
        if not sales:
            return []
        sale = self.random.choice(sales)
        held = zip(things, found, strict=True)
        mine = [thing for thing, one in held if one[0] == sale.order.offer.seller and one[2] == EMPTY]
        if not mine:
            return []
        self._bound.append((mine[0], sale.order))
        steps = [(sale.order.offer.seller, self._call("bind", mine[0], sale.order))]
        if self.random.random() < 0.4:
            steps += self._commit(mine[0], sale.order.buyer, sale.order)
        return steps

    def _claim(self) -> Iterable[Step]:
        lot = self.random.choice(self.lots)
        item = lot.id, self.random.choice(lot.serials)
        return self._commit(item, self._somebody())

    def _commit(self, item: Thing, who: str, *order: Any) -> list[Step]:
        """A commitment now, the code in the next block."""
        lot, place = self._place[item]
        code, (_, path) = lot.code(place), lot.proof(place)
        commitment = keccak(encode(["(bytes32,bytes32)", "bytes32", "address"], [item, code + bytes(16), who]))
        self._later.append((who, self._call("claim_bought" if order else "claim", item, code, path, *order)))
        return [(who, self._call("commit", commitment))]

    # Helpers

    def _speaker(self) -> tuple[Thing, str]:
        """A thing or a whole lot, and somebody who mostly may speak about it."""
        lot = self.random.choice(self.lots)
        if self.random.random() < 0.3:
            return (lot.id, EMPTY), lot.producer
        thing, (owner, custodian, *_) = self._any()
        return thing, self.random.choice([owner, custodian, custodian, self._somebody()])

    def _any(self) -> tuple[Thing, tuple[Any, ...]]:
        thing = self.random.choice([*self.items, *self.units, *self.units] or [(self.lots[0].id, EMPTY)])
        return thing, self._holdings([thing])[0]

    def _holdings(self, things: list[Thing]) -> list[tuple[Any, ...]]:
        found = self.devnet.read([self._call("holding", thing) for thing in things], HOLDING)
        return [(self._checked(one[0]), self._checked(one[1]), *one[2:]) for one in found]

    def _checked(self, account: str) -> str:
        known = {one.lower(): one for one in self.devnet.people.values()}
        return known.get(account.lower(), self.devnet.people["stranger"])

    def _somebody(self) -> str:
        return self.devnet.people[self.random.choice(HOLDERS)]

    def _document(self) -> bytes:
        return self.random.choice([EMPTY, self.random.randbytes(32)])

    def _call(self, verb: str, *arguments: Any) -> Call:
        return self.devnet.provenance.call(verb, *arguments)


Move = Callable[[Deeds], Iterable[Step]]

MOVES: list[tuple[Move, int]] = [
    (Deeds._register, 2),
    (Deeds._transform, 4),
    (Deeds._promise, 2),
    (Deeds._permit, 3),
    (Deeds._touch, 6),
    (Deeds._unit, 3),
    (Deeds._hand_over, 8),
    (Deeds._pack, 8),
    (Deeds._unpack, 4),
    (Deeds._report, 10),
    (Deeds._sense, 9),
    (Deeds._declare, 4),
    (Deeds._recall, 3),
    (Deeds._close, 2),
    (Deeds._claim, 6),
]
