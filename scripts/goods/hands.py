"""Handing goods over: the offer of who has them, and the acceptance of who has seen what they are and hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scripts import units
from scripts.goods import naming, proving, recalling
from scripts.goods.ledger import BOTH, CUSTODY, OWNERSHIP, ROLES, Holding
from scripts.goods.naming import Named
from scripts.parameters import NOBODY
from scripts.provenance.identity import Item
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.wallet import Call, Wallet

Step = tuple[Wallet, Call, str]  # who sends what, and in words
NAMES = {number: name for name, number in ROLES.items()}
EITHER = (BOTH, OWNERSHIP, CUSTODY)  # the roles in which an offer is looked for, the first that is there counts
KEEPING = (CUSTODY, BOTH)


@dataclass(frozen=True)
class Inside:
    """A thing with its place in another: how many units are around it."""

    depth: int
    thing: Named


def offer(session: Session, to: str, words: Sequence[str], role: str) -> None:
    """Offer the ownership, the custody or both of things to somebody, or to nobody any more."""
    number = role_of(role)
    receiver = NOBODY if to == "none" else session.resolve(to)
    things = naming.things(session, words)
    proving.touch_missing(session, things)
    steps = [_offer(session, thing, holding, receiver, number) for thing, holding in _held(session, things)]
    _run(session, steps)


def accept(session: Session, words: Sequence[str], roles: Sequence[int]) -> None:
    """Take what is offered of things in one of these roles, after showing what they are and what lies in them."""
    things = naming.things(session, words)
    found = [(thing, holding, *_offered(session, thing, roles)) for thing, holding in _held(session, things)]
    for thing, holding, role, _ in found:
        show(session, thing, holding, NAMES[role])
    steps = [
        (
            wallet,
            session.goods.call("accept", thing.item, role, holding.version),
            f"accept {NAMES[role]} of {thing.name}",
        )
        for thing, holding, role, wallet in found
    ]
    _run(session, steps)


def show(session: Session, thing: Named, holding: Holding, offered: str = "") -> None:
    """A thing, who has it, what lies in it, and whether anything of it is recalled."""
    found = list(inside(session, thing))
    table = session.table("thing", "of", "recalled", title=f"{thing.name}: version {holding.version}")
    recalled = recalling.open_of(session.goods, [one.thing.item for one in found])
    for one in found:
        words = ", ".join(recalling.words(recall) for recall in recalled.get(one.thing.item, []))
        table.add_row(f"{'  ' * one.depth}{one.thing.name}", session.who(one.thing.maker), words or "no")
    session.show(table)
    hands = f"owner {session.who(holding.owner)}, custodian {session.who(holding.custodian)}"
    things = units.count(len(found) - 1, "thing")
    session.say(f"{thing.name}: {hands}, {things} inside{f'; offered: {offered}' if offered else ''}.")


def inside(session: Session, thing: Named, depth: int = 0) -> Iterator[Inside]:
    """A thing, and all that lies in it, each behind what it lies in."""
    yield Inside(depth, thing)
    if thing.is_unit:
        items: list[Item] = session.goods.contents(thing.item)
        for found in naming.of_items(session.goods, items):
            yield from inside(session, found, depth + 1)


def role_of(name: str) -> int:
    """The number of a role."""
    if name not in ROLES:
        raise Refusal(f"{name[:40]!r} is no role; use {', '.join(ROLES)}.")
    return ROLES[name]


def _held(session: Session, things: Sequence[Named]) -> list[tuple[Named, Holding]]:
    """Who has each; refused where one is unknown to the chain, or moves with the unit around it."""
    holdings = session.goods.holdings([thing.item for thing in things])
    for thing, holding in zip(things, holdings, strict=True):
        if not holding.is_known:
            raise Refusal(f"{thing.name} is not individual yet; its producer's `touch` makes it so.")
        if any(holding.unit):
            raise Refusal(f"{thing.name} lies in a unit and moves with it.")
    return list(zip(things, holdings, strict=True))


def _offer(session: Session, thing: Named, holding: Holding, receiver: str, role: int) -> Step:
    part, holder = ("custodian", holding.custodian) if role == CUSTODY else ("owner", holding.owner)
    if role == BOTH and holding.owner != holding.custodian:
        keeper = session.who(holding.custodian)
        raise Refusal(f"{thing.name} belongs to {session.who(holding.owner)}, and {keeper} keeps it: not both at once.")
    wallet = session.acting(holder, f"{part} of {thing.name}")
    call = session.goods.call("offer", thing.item, receiver, role)
    if receiver == NOBODY:
        return wallet, call, f"take back the offer of {thing.name} ({NAMES[role]})"
    return wallet, call, f"offer {NAMES[role]} of {thing.name} to {session.who(receiver)}"


def _offered(session: Session, thing: Named, roles: Sequence[int]) -> tuple[int, Wallet]:
    """The first of these roles that is offered to whoever acts."""
    offered = {role: session.goods.offered(thing.item, role) for role in roles}
    wallet = session.wallet
    for role, to in offered.items():
        if to == wallet.address:
            return role, wallet
    others = ", ".join(f"{NAMES[role]} to {session.who(to)}" for role, to in offered.items() if to != NOBODY)
    rest = f"; offered is {others}" if others else ""
    raise Refusal(f"Nothing of {thing.name} is offered to {session.who(wallet.address)}{rest}.")


def _run(session: Session, steps: Sequence[Step]) -> None:
    """Try all, then send all."""
    for wallet, call, _ in steps:
        session.check(wallet, call)
    for wallet, call, what in steps:
        session.announce(f"{session.who(wallet.address)}: {what}")
        session.send(wallet, call, what)
