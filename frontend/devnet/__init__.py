"""The practice market: a wallet for people who have none, roles to play, a clock to move. On a devnet only."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, g

from frontend.chain import NodeDown
from frontend.index.rows import Order
from frontend.resources import chain, settings
from frontend.state_table import RETURNING
from frontend.web.urls import address_in_url
from frontend.wording.texts import Text, gettext, lazy_gettext
from scripts import profiles
from scripts.parameters import ROLES
from scripts.terms import Status

USUAL_PORT = 8545

bp = Blueprint("devnet", __name__, template_folder="templates")

TITLES: dict[str, Text] = {
    "deployer": lazy_gettext("Deployer"),
    "merchant": lazy_gettext("Merchant"),
    "shopper": lazy_gettext("Shopper"),
    "carrier": lazy_gettext("Carrier"),
    "arbiter": lazy_gettext("Arbiter"),
    "keeper": lazy_gettext("Keeper"),
    "producer": lazy_gettext("Producer"),
    "issuer": lazy_gettext("Issuer"),
    "lender": lazy_gettext("Lender"),
    "storefront": lazy_gettext("Storefront"),
    "stranger": lazy_gettext("Stranger"),
    "farm": lazy_gettext("Farm"),
    "dairy": lazy_gettext("Dairy"),
    "certifier": lazy_gettext("Certifier"),
    "watchmaker": lazy_gettext("Watchmaker"),
    "chamber": lazy_gettext("Chamber of craft"),
    "newcomer": lazy_gettext("Newcomer"),
    "lookalike": lazy_gettext("Look-alike"),
}
STEPS: dict[Status, list[tuple[Text, str, str]]] = {
    Status.AWAITING_SHIPMENT: [(lazy_gettext("The seller sends the parcel"), "merchant", "ship")],
    Status.AWAITING_DELIVERY: [(lazy_gettext("The carrier reports the delivery"), "carrier", "attest_delivery")],
    Status.AWAITING_ANSWER: [(lazy_gettext("The seller agrees to the request"), "merchant", "concede")],
    Status.AWAITING_RETURN_CHECK: [(lazy_gettext("The seller pays the money back"), "merchant", "concede")],
    Status.AWAITING_RULING: [(lazy_gettext("The arbiter looks at the case"), "arbiter", "cases")],
}
UNKNOWN = ("newcomer", "lookalike")  # roles whom this market does not know by their being one
PLAYED_MOST = ("shopper", "merchant", "carrier", "arbiter")


@dataclass(frozen=True)
class Role:
    """One of the devnet node's unlocked accounts."""

    name: str
    title: str
    address: str


@dataclass(frozen=True)
class Command:
    """What the other side types next, and what that does; `verb` is the call that `account` makes, if it is one."""

    purpose: str
    text: str
    verb: str
    account: str


@bp.get("/devnet/keys/<account>")
def key_file(account: str) -> Response:
    """The key file that the scripts made for a merchant of this market; its passphrase is known to everybody."""
    path = profiles.path_of(settings().chain_id, address_in_url(account))
    if not path.is_file():
        abort(404)
    return Response(path.read_bytes(), mimetype="application/json", headers={"Cache-Control": "no-store"})


def init_app(app: Flask) -> None:
    """Register the practice market where this is a devnet; do nothing anywhere else."""
    with app.app_context():
        if settings().is_devnet:
            app.register_blueprint(bp)


def roles() -> list[Role]:
    """Who can be played, shoppers first; nobody off the devnet or while its node is down."""
    if "roles" not in g:
        g.roles = _roles() if settings().is_devnet else []
    found: list[Role] = g.roles
    return found


def role_of(address: str) -> Role | None:
    """The devnet role that an account plays."""
    return next((role for role in roles() if role.address == address), None)


def facts() -> dict[str, Any] | None:
    """What the devnet's scripts need to know; None off the devnet."""
    if not settings().is_devnet:
        return None
    return {"rpc": settings().public_node, "roles": [vars(role) for role in roles()]}


def commands(order: Order) -> list[Command]:
    """What the other side would type now; empty off the devnet."""
    if not settings().is_devnet:
        return []
    who = {"merchant": order.offer.seller, "carrier": order.offer.carrier}
    return [
        Command(
            str(purpose),
            command(script, verb, *(() if verb == "cases" else (order.id,))),
            verb if script in who else "",
            who.get(script, order.offer.arbiter),
        )
        for purpose, script, verb in _steps(order)
    ]


def _roles() -> list[Role]:
    try:
        accounts = chain().accounts()
    except NodeDown:
        return []
    known = [Role(name, _title(name), address) for name, address in zip(ROLES, accounts, strict=False)]
    return sorted(known, key=_rank)


def _rank(role: Role) -> int:
    kind = role.name.rstrip("0123456789")
    return PLAYED_MOST.index(kind) if kind in PLAYED_MOST else len(PLAYED_MOST)


def _title(name: str) -> str:
    kind = name.rstrip("0123456789")
    title, number = str(TITLES.get(kind, kind)), name.removeprefix(kind)
    return gettext("%(role)s %(number)s", role=title, number=number) if number else title


def _steps(order: Order) -> list[tuple[Text, str, str]]:
    """What is typed, as purpose, script and function."""
    if order.status == Status.AWAITING_ANSWER and order.kind in RETURNING:
        return [(lazy_gettext("The seller takes the goods back"), "merchant", "approve_return")]
    return STEPS.get(order.status, [])


def command(script: str, function: str, *arguments: str) -> str:
    """A line to be typed in the project's folder; on a devnet it works as it is."""
    line = " ".join((".venv/bin/brownie run", script, function, *arguments))
    if not settings().is_devnet:
        return line
    port = urlsplit(settings().public_node).port or USUAL_PORT
    where = "" if port == USUAL_PORT else f"HANDOVER_PORT={port} "
    return f"{where}{line} --network anvil"
