"""Refusals of what is moved: how each is earned by calls about hands, units, sales and claims that cannot be."""

from collections.abc import Callable

from tests.fixtures.provenance import CUSTODY, OWNERSHIP, RETAIL_SELLING, Item, code_of, commitment, text
from tests.fixtures.terms import EMPTY, Order
from tests.stateful.provenance.goods import Goods, chosen, tell
from tests.stateful.provenance.ledger import is_unit
from tests.stateful.provenance.moves import MAX_HEIGHT, OPEN, SALE
from tests.stateful.provenance.told_wrong import TOLD, Calls, Mistake


def in_units(r: Goods, pick: int) -> Item:
    """Something that lies in a unit."""
    return r.find(lambda item, thing: thing.unit is not None, pick)


def offered_within(r: Goods, pick: int) -> Calls:
    """What lies in a unit changes no hands by itself."""
    item = in_units(r, pick)
    return [tell(r.ledger.people(item)[0], "offer", item, r.somebody(pick), 1)] if item else []


def offering(role: int, foreign: bool) -> Mistake:
    """By somebody who cannot."""

    def calls(r: Goods, pick: int) -> Calls:
        item = r.find(lambda item, thing: thing.unit is None, pick)
        owner, custodian = r.ledger.people(item) if item else (EMPTY, EMPTY)
        by = r.other_than(owner, custodian) if foreign else owner
        return [tell(by, "offer", item, r.somebody(pick), role)] if item else []

    return calls


def accepted_twice(r: Goods, pick: int) -> Calls:
    """The second is of a version that was."""
    item, role, to = chosen(r.offered(), pick) or (None, 0, EMPTY)
    version = r.ledger.things[item].version if item else 0
    return [tell(to, "accept", item, role, version)] * 2 if item else []


def accepted_by_another(r: Goods, pick: int) -> Calls:
    """Not by whom it was offered to."""
    item, role, to = chosen(r.offered(), pick) or (None, 0, EMPTY)
    return [tell(r.other_than(to), "accept", item, role, r.ledger.things[item].version)] if item else []


def packing(what: Callable[[Goods, Item, int], tuple], foreign: bool = False, verb: str = "aggregate") -> Mistake:
    """Things put into a unit, or taken out."""

    def calls(r: Goods, pick: int) -> Calls:
        unit = chosen(r.loose_units(), pick)
        keeper = r.ledger.things[unit].custodian if unit else EMPTY
        by = r.other_than(keeper) if foreign else keeper
        items = what(r, unit, pick) if unit else (None,)
        return [] if None in items else [tell(by, verb, unit, items)]

    return calls


def foreign_goods(r: Goods, unit: Item, pick: int) -> tuple:
    """Somebody else's."""
    owner = r.ledger.things[unit].owner
    return (chosen([item for item in r.loose_items() if r.ledger.things[item].owner != owner], pick),)


def kept_elsewhere(r: Goods, pick: int) -> Calls:
    """What the unit's owner has given into somebody else's keeping."""
    unit = chosen([unit for unit in r.loose_units() if r.beside(unit)], pick)
    if unit is None:
        return []
    item, keeper = chosen(r.beside(unit), pick), r.ledger.things[unit].custodian
    moved = r.hand_over(item, r.other_than(keeper), CUSTODY)
    return [*moved, tell(keeper, "aggregate", unit, (item,))]


def packed_into_an_item(r: Goods, pick: int) -> Calls:
    """An item is no unit."""
    item = chosen(r.loose_items(), pick)
    return [tell(r.ledger.things[item].custodian, "aggregate", item, (item,))] if item else []


def tower(r: Goods, pick: int) -> Calls:
    """Units in units, one more than there may be; then all but the last are taken out again."""
    maker = r.people["second_buyer"]
    units = [Item(bytes.fromhex(maker[2:]).rjust(32, b"\x00"), text(f"T-{n}-{pick}")) for n in range(MAX_HEIGHT + 2)]
    if units[0] in r.ledger.things or sum(map(is_unit, r.ledger.things)) > 12:
        return []
    made = [tell(maker, "make_unit", unit.serial) for unit in units]
    pairs = list(zip(units[1:], units, strict=False))
    filled = [tell(maker, "aggregate", unit, (inner,)) for unit, inner in pairs]
    return [*made, *filled, tell(maker, "disaggregate", *(pairs[-2][0], (pairs[-2][1],)))]


def binding(item: Callable[[Goods, int, str], Item | None], sellers: bool = True) -> Mistake:
    """To an order that gets items."""

    def calls(r: Goods, pick: int) -> Calls:
        case = chosen(r.selling(), pick)
        if case is None:
            return []
        seller = case.order.offer.seller
        found = item(r, pick, seller)
        return [tell(seller if sellers else r.other_than(seller), "bind", found, case.order)] if found else []

    return calls


def foreign_item(r: Goods, pick: int, seller: str) -> Item | None:
    """What its seller has not."""
    return chosen([item for item in r.loose_items() if seller not in r.ledger.people(item)], pick)


def unpermitted(r: Goods, pick: int) -> Calls:
    """A seller gets custody of somebody's item, and sells it without his word."""
    case = chosen(r.selling(), pick)
    seller = case.order.offer.seller if case else EMPTY
    foreign = [item for item in r.loose_items() if seller not in r.ledger.people(item)]
    item = chosen(foreign, pick) if case else None
    if item is None:
        return []
    silent = tell(r.ledger.people(item)[0], "permit", item.lot, seller, 2**41 - 1 - (1 << RETAIL_SELLING))
    return [silent, *r.hand_over(item, seller, 2), tell(seller, "bind", item, case.order)]


def too_many(r: Goods, pick: int) -> Calls:
    """One item more than were ordered."""
    cases = [case for case in r.selling() if len(r.wares(case.order.offer.seller)) > r.room(case)]
    case = chosen(cases, pick)
    seller = case.order.offer.seller if case else EMPTY
    return [tell(seller, "bind_many", tuple(r.wares(seller)[: r.room(case) + 1]), case.order)] if case else []


def to_an_order(fits: Callable[[Goods], list]) -> Mistake:
    """What a seller has, to an order that gets nothing."""

    def calls(r: Goods, pick: int) -> Calls:
        case = chosen(fits(r), pick)
        item = chosen(r.loose_items(), pick)
        return [tell(case.order.offer.seller, "bind", item, case.order)] if case and item else []

    return calls


def unpaid(r: Goods, pick: int) -> Calls:
    """To an order that nobody paid."""
    order: Order | None = next(iter(r.model.cases), None)
    item = chosen(r.loose_items(), pick)
    if order is None or item is None:
        return []
    return [tell(order.offer.seller, "bind", item, order._replace(quantity=77))]


def settling(state: str, other: bool) -> Mistake:
    """Too early, or in another order."""

    def calls(r: Goods, pick: int) -> Calls:
        item = chosen(r.bound(state), pick)
        orders = [order for order in r.model.cases if item and order != r.ledger.things[item].order]
        order = chosen(orders, pick) if other else item and r.ledger.things[item].order
        return [tell(r.somebody(pick), "settle", item, order)] if item and order else []

    return calls


def showing(items: Callable[[Goods], list[Item]], by: str, steps: int = 1, bought: bool = False) -> Mistake:
    """A code; 1 without a commitment, 2 in the block of it. `by`: owner, other, buyer."""

    def calls(r: Goods, pick: int) -> Calls:
        item = chosen(items(r), pick)
        if item is None:
            return []
        thing = r.ledger.things.get(item)
        owner = r.ledger.people(item)[0] if thing else r.people["buyer"]
        order = thing.order if thing and bought else None
        who = {"owner": owner, "other": r.other_than(owner), "buyer": order.buyer if order else owner}[by]
        return r.showing(item, who, order)[-steps:]

    return calls


def earlier(
    items: Callable[[Goods], list[Item]], foreign: str, other_order: bool = False, bought: bool = False
) -> Mistake:
    """A code, to which somebody committed before: the commitment first, the code when it is there."""

    def calls(r: Goods, pick: int) -> Calls:
        found = [(item, by) for item in items(r) for by in [who(r, item, foreign)] if by]
        ready = [(item, by) for item, by in found if commitment(item, code_of(item), by) in r.ledger.commitments]
        item, by = chosen(ready or found, pick) or (None, EMPTY)
        if item is None:
            return []
        order = r.ledger.things[item].order if bought and not other_order else None
        if other_order:
            fitting = [one for one in r.model.cases if one.buyer == by and one != r.ledger.things[item].order]
            order = chosen(fitting, pick)
            if order is None:
                return []
        made, shown = r.showing(item, by, order)
        return [shown] if ready else [made]

    return calls


def who(r: Goods, item: Item, foreign: str) -> str:
    """Whose commitment it is."""
    thing = r.ledger.things[item]
    if foreign == "seller":
        return thing.owner
    if foreign == "stranger":
        return r.other_than(*r.ledger.people(item), thing.order.buyer if thing.order else EMPTY)
    return r.people["buyer"]


def sold_once(r: Goods) -> list[Item]:
    """Free items that an order once got, and whose codes are hidden."""
    return [item for item in r.hidden() if r.ledger.things[item].sold and r.ledger.things[item].order is None]


def bound(r: Goods) -> list[Item]:
    """Items that are bound, and whose codes are hidden."""
    return [item for item in r.hidden() if item in r.bound(OPEN, SALE)]


def shown(r: Goods) -> list[Item]:
    """Items whose codes were shown."""
    return [item for item, thing in r.ledger.things.items() if thing.claimed]


def moving_the_bound(r: Goods, pick: int) -> Calls:
    """What is bound: sold again, given away, put into a unit."""
    item = chosen(r.bound(OPEN, SALE), pick)
    if item is None:
        return []
    thing = r.ledger.things[item]
    calls = [tell(case.order.offer.seller, "bind", item, case.order) for case in r.selling(thing.owner)[:1]]
    units = [unit for unit in r.loose_units() if r.ledger.things[unit].owner == thing.owner]
    calls += [tell(thing.custodian, "aggregate", unit, (item,)) for unit in units[:1]]
    return [*calls, *r.hand_over(item, r.somebody(pick), OWNERSHIP)]


MOVED: dict[str, Mistake] = {
    "things: in a unit": offered_within,
    "handovers: not yours to offer": offering(OWNERSHIP, foreign=True),
    "handovers: unknown role": offering(4, foreign=False),
    "handovers: changed since": accepted_twice,
    "handovers: not offered to you": accepted_by_another,
    "aggregation: not a unit": packed_into_an_item,
    "aggregation: no items": packing(lambda r, unit, pick: ()),
    "aggregation: not the custodian": packing(lambda r, unit, pick: (unit,), foreign=True),
    "aggregation: a unit in itself": packing(lambda r, unit, pick: (unit,)),
    "aggregation: another owner": packing(foreign_goods),
    "aggregation: another custodian": kept_elsewhere,
    "aggregation: not in this unit": packing(lambda r, unit, pick: (unit,), verb="disaggregate"),
    "aggregation: too many levels": tower,
    "bindings: a unit is not sold": binding(lambda r, pick, seller: chosen(r.loose_units(), pick)),
    "bindings: bound to an order": moving_the_bound,
    "bindings: not the seller": binding(lambda r, pick, seller: chosen(r.loose_items(), pick), sellers=False),
    "bindings: not the seller's item": binding(foreign_item),
    "bindings: not permitted to sell": unpermitted,
    "bindings: more than were ordered": too_many,
    "bindings: goods sent back": to_an_order(lambda r: [c for c in r.model.cases.values() if c.is_open and c.returned]),
    "bindings: order has ended": to_an_order(Goods.ended),
    "bindings: never paid": unpaid,
    "bindings: order still open": settling(OPEN, other=False),
    "bindings: not to this order": settling(OPEN, other=True),
    "claims: not committed": showing(Goods.hidden, "owner"),
    "claims: wait for the next block": showing(Goods.hidden, "owner", steps=2),
    "claims: claimed already": earlier(shown, "buyer"),
    "claims: not the owner": earlier(sold_once, "stranger"),
    "claims: not the buyer": earlier(bound, "stranger", bought=True),
    "claims: not in this order": earlier(bound, "buyer", other_order=True),
}
# Those that need most come first.
MISTAKES = {reason: MOVED[reason] for reason in reversed(MOVED)} | TOLD
