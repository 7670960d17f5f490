"""Confirmations that shoppers signed and no storefront has sent: a seller sends them, and pays that gas to be paid.

No storefront is trusted: each document is read strictly, its order's id is computed from its terms, and the node is
asked where the order stands and what the call would do.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from concurrent import futures
from dataclasses import dataclass
from functools import partial
from threading import Thread
from typing import Any

import requests
from urllib3.exceptions import HTTPError
from web3.exceptions import Web3Exception

from scripts import parameters, signed, units
from scripts.refusal import Refusal
from scripts.session import Session
from scripts.signed import ACT, Signed
from scripts.terms import Order, Record, held
from scripts.wallet import Call, transaction
from scripts.wording import hexadecimal

PART = 100  # documents asked for at once
MOST = 5_000  # documents of one storefront
MOST_BYTES = 8 * 1024 * 1024  # of an answer
MOST_GAS = 400_000  # of one: a buyer who is a contract could burn the sender's coin
SHARES = 10_000  # basis points


@dataclass(frozen=True)
class Confirmation:
    """What a buyer signed for an order, and what it releases as the order stands (smallest units)."""

    order_id: bytes
    signed: Signed
    record: Record

    @property
    def order(self) -> Order:
        return self.signed.order

    @property
    def keeps(self) -> int:
        """What stays in question."""
        assert self.signed.action
        amount = self.signed.action.amount if self.signed.action.verb == "release" else 0
        return min(amount, held(self.order, self.record))

    @property
    def released(self) -> int:
        """What leaves Escrow."""
        return held(self.order, self.record) - self.keeps if self.record.status.is_open else 0

    @property
    def proceeds(self) -> int:
        """What of it is the seller's, after commission and points."""
        return self.released - _shares(self.order, self.record.released, self.released)


def bring(session: Session, storefronts: Sequence[str]) -> None:
    """Fetch, check, show, and send the best of each order that still pays the seller; what is done is skipped."""
    wallet = session.wallet
    found = _of_seller(session, wallet.address, _fetch_all(session, storefronts, wallet.address))
    wanted = [(one, gas) for candidates in found if (one := _best(session, candidates)) and (gas := _gas(session, one))]
    if not wanted:
        session.say("Nothing waits to be sent.")
        return
    _show(session, wanted)
    session.announce(f"send {units.count(len(wanted), 'confirmation')} as {session.who(wallet.address)}.")
    _send(session, [one for one, _ in wanted])


def _send(session: Session, wanted: Sequence[Confirmation]) -> None:
    """One after the other; what fails meanwhile holds up no other."""
    for one in wanted:
        name = hexadecimal(one.order_id)
        try:
            session.send(session.wallet, _call(session, one), f"{_verb(one)} {name}")
        except Refusal as refusal:
            session.say(f"{name} is left as it is. {refusal}")
    records = session.market.records([one.order_id for one in wanted])
    for one, after in zip(wanted, records, strict=True):
        paid = after.released - one.record.released
        if paid:
            yours = session.amount(paid - _shares(one.order, one.record.released, paid), one.order.offer.currency)
            session.say(f"{hexadecimal(one.order_id)}: {session.who(one.order.offer.seller)} was paid {yours}.")


def _show(session: Session, wanted: Sequence[tuple[Confirmation, int]]) -> None:
    table = session.table("order", "signed by", "what", "you get", "gas")
    for one, gas in wanted:
        currency = one.order.offer.currency
        what = f"release all but {session.amount(one.keeps, currency)}" if one.keeps else _verb(one)
        who, yours = session.who(one.order.buyer), session.amount(one.proceeds, currency)
        table.add_row(hexadecimal(one.order_id), who, what, yours, f"{gas:,}")
    session.show(table)


def _of_seller(session: Session, seller: str, documents: Iterable[Signed]) -> list[list[Confirmation]]:
    """What pays this seller, by order: what releases most comes first."""
    by_id = {one.id: one for one in documents if one.pays_the_seller and one.order.offer.seller == seller}
    ids = [session.market.order_id(one.order) for one in by_id.values()]
    records = session.market.records(ids)
    orders: dict[bytes, list[Confirmation]] = {}
    for order_id, one, record in zip(ids, by_id.values(), records, strict=True):
        orders.setdefault(order_id, []).append(Confirmation(order_id, one, record))
    return [sorted(group, key=lambda one: -one.released) for group in orders.values()]


def _best(session: Session, candidates: Sequence[Confirmation]) -> Confirmation | None:
    """The first of an order's that Escrow takes now and that pays; why there is none is said."""
    reasons = []
    for one in candidates:
        if not one.released:
            continue
        try:
            session.check(session.wallet, _call(session, one))
        except Refusal as refusal:
            reasons.append(str(refusal))
            continue
        return one
    if reasons:
        session.say(f"{hexadecimal(candidates[0].order_id)} is left out. {reasons[0]}")
    return None


def _gas(session: Session, one: Confirmation) -> int:
    """What a call needs; 0, and a sentence, where that is too much."""
    try:
        gas = session.web3.eth.estimate_gas(transaction(session.wallet.address, _call(session, one)))  # type: ignore[arg-type]
    except Web3Exception:  # something was mined meanwhile
        return 0
    if gas <= MOST_GAS:
        return gas
    session.say(f"{hexadecimal(one.order_id)} is left out. Its buyer's wallet would burn {gas:,} gas.")
    return 0


def _call(session: Session, one: Confirmation) -> Call:
    return session.market.call(one.signed.call, *one.signed.arguments)


def _verb(one: Confirmation) -> str:
    assert one.signed.action
    return one.signed.action.verb


def _shares(order: Order, before: int, released: int) -> int:
    """Commission and points out of what is released, as Escrow takes them: cumulatively, rounded down."""
    commission = order.offer.commission_bps if order.referrer != parameters.NOBODY else 0
    return sum(
        (before + released) * bps // SHARES - before * bps // SHARES for bps in (commission, order.offer.points_bps)
    )


def _fetch_all(session: Session, storefronts: Sequence[str], seller: str) -> list[Signed]:
    """What all of these keep for a seller; one that does not answer holds up no other."""
    found: list[Signed] = []
    refusals = []
    for origin in storefronts:
        try:
            found += _in_time(origin, partial(_fetch, session, origin.rstrip("/"), seller))
        except Refusal as refusal:
            refusals.append(refusal)
            session.say(str(refusal))
    if len(refusals) == len(storefronts):
        raise Refusal("No storefront answers; nothing was sent.")
    return found


def _in_time(origin: str, fetch: Callable[[], list[Signed]]) -> list[Signed]:
    """What a storefront gives; refused where it takes too long: while bytes drip, no socket times out."""
    given: futures.Future[list[Signed]] = futures.Future()

    def run() -> None:
        try:
            given.set_result(fetch())
        except Exception as error:  # noqa: BLE001 - raised again by whoever waits
            given.set_exception(error)

    Thread(target=run, daemon=True).start()
    try:
        return given.result(parameters.FETCH_TIMEOUT)
    except futures.TimeoutError:
        raise Refusal(f"The storefront at {origin} takes too long.") from None


def _fetch(session: Session, origin: str, seller: str) -> list[Signed]:
    found: list[Signed] = []
    after, seen, nonsense = "0", 0, 0
    while after and seen < MOST:
        part = _part(f"{origin}/api/v1/signed", {"seller": seller, "limit": str(PART), "after": after})
        seen += PART
        for item in part["items"]:
            try:
                found.append(signed.of(item))
            except Refusal:
                nonsense += 1
        after = str(part["next"] or "")
    if nonsense:
        session.say(f"{origin} gave {units.count(nonsense, 'document')} that nobody can send.")
    return [one for one in found if one.call == ACT]


def _part(url: str, wanted: dict[str, str]) -> dict[str, Any]:
    """A part of a storefront's list; refused where it is none."""
    try:
        with requests.get(url, params=wanted, timeout=parameters.UPLOAD_TIMEOUT, stream=True) as answer:
            body = answer.raw.read(MOST_BYTES + 1, decode_content=True)
        part = json.loads(body)
    except requests.RequestException as error:
        raise Refusal(f"The storefront at {url} cannot be reached ({type(error).__name__}).") from None
    except HTTPError as error:  # of the body, which requests leaves to its reader
        raise Refusal(f"The storefront at {url} breaks off its answer ({type(error).__name__}).") from None
    except (ValueError, RecursionError):
        raise Refusal(f"The storefront at {url} does not answer in JSON.") from None
    if not isinstance(part, dict) or not isinstance(part.get("items"), list) or "next" not in part:
        raise Refusal(f"The storefront at {url} gives no list (its answer has the status {answer.status_code}).")
    return part
