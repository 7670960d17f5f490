"""What buyers sign: actions, as Escrow takes them and as the model makes them."""

from typing import Any, NamedTuple

from tests.fixtures.consent import Action, action
from tests.fixtures.terms import Order

# verb: the fields of an action that are its arguments, in their order
FIELDS: dict[str, tuple[str, ...]] = {
    "confirm": (),
    "cancel": (),
    "request": ("amount", "kind", "document"),
    "release": ("amount",),
    "send_back": ("document",),
    "dispute": ("document",),
    "extend": ("until",),
    "submit_evidence": ("document",),
}


class Signed(NamedTuple):
    """What somebody's key has signed."""

    signer: str
    order: Order
    verb: str
    action: Action
    status: int
    round: int

    @property
    def arguments(self) -> tuple[Any, ...]:
        """Those of the verb, after the order."""
        return tuple(getattr(self.action, field) for field in FIELDS[self.verb])


def wanted(verb: str, arguments: tuple[Any, ...], expires: int) -> Action:
    """The action that says the same as a call with these arguments after the order."""
    return action(verb, expires=expires, **dict(zip(FIELDS[verb], arguments, strict=True)))
