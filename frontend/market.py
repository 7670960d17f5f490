"""What every page knows of the market: the chain's time, whether the node answers, and the facts that scripts need."""

import time
from threading import Lock
from typing import Any

from flask import Flask, current_app, g, request
from sqlalchemy.exc import DatabaseError

from frontend import devnet
from frontend.chain import NodeDown, WrongChain
from frontend.config import checked_account
from frontend.index import queries
from frontend.moment import Now
from frontend.relay import service as relay
from frontend.resources import book, chain, database, settings
from frontend.state_table import EMPTY_ADDRESS
from frontend.wording import words
from frontend.wording.formats import currency
from frontend.wording.language import current
from frontend.wording.texts import gettext, locale
from scripts import parameters
from scripts.address_book import Currency

FRESH_FOR = 1.0  # seconds between two questions to the node
PATIENCE = 5.0  # seconds before a node that had no answer is asked again
KEY = "handover.clock"


class Clock:
    """The chain's time, asked of the node at most once a second.

    Only one request at a time waits for the node: one that is slow to answer shall not hold up every page.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self.good_until = 0.0  # on the machine's own clock; 0 before the node was asked for the first time
        self._answer: tuple[int, NodeDown | WrongChain | None] = (0, None)

    def read(self) -> tuple[int, NodeDown | WrongChain | None]:
        """The chain's time (Unix seconds), and what is wrong with the node; then the time is 0."""
        if time.monotonic() >= self.good_until and self._lock.acquire(blocking=not self.good_until):
            try:
                if time.monotonic() >= self.good_until:
                    self._ask()
            finally:
                self._lock.release()
        return self._answer

    def _ask(self) -> None:
        try:
            chain().verify()
            self._answer = chain().now(), None
        except (NodeDown, WrongChain) as problem:
            self._answer = 0, problem
        self.good_until = time.monotonic() + (PATIENCE if self._answer[1] else FRESH_FOR)


def init_app(app: Flask) -> None:
    """Give templates the market's facts."""
    app.extensions[KEY] = Clock()
    app.context_processor(
        lambda: {
            "market": facts,
            "words": words.spoken,
            "node_problem": node_problem,
            "fee_paid_for": relay.fee_paid_for,
        }
    )


def now() -> Now:
    """The chain's time in Unix seconds; while the node is down, the time of the last block that the index has seen."""
    if "now" not in g:
        seconds, problem = current_app.extensions[KEY].read()
        g.problem = problem
        g.now = Now(_last_seen() if problem else seconds)
    told: Now = g.now
    return told


def node_problem() -> str:
    """What is wrong with the node, as a sentence for shoppers; empty where nothing is."""
    now()
    if isinstance(g.problem, WrongChain):
        return gettext(
            "The storefront's node serves another chain. Nothing can be bought here until that is put right."
        )
    if g.problem:
        return gettext(
            "This shop cannot see the chain at the moment: its node does not answer. What you see may be out of date; "
            "nothing is lost, and you can pay and confirm again once it is back."
        )
    return ""


def facts() -> dict[str, Any]:
    """What scripts need to know, as JSON; put together once a request."""
    if "facts" not in g:
        g.facts = _facts()
    found: dict[str, Any] = g.facts
    return found


def _facts() -> dict[str, Any]:
    coin = currency(EMPTY_ADDRESS)
    return {
        "language": current(),
        "locale": str(locale()).replace("_", "-"),
        "now": now(),
        "escrow": book().escrow.address,
        "identity": book().identity.address,
        **{name: made.address for name in ("provenance", "reviews") if (made := getattr(book(), name))},
        "storefront": settings().account,
        "referrer": _referrer(),
        "chain": {
            "id": book().chain_id,
            "name": parameters.network(book().chain_id).name,
            "rpc": settings().public_node,
            "coin": {"name": coin.name, "symbol": coin.symbol, "decimals": coin.decimals},
        },
        "currencies": {
            address.lower(): {"symbol": unit.symbol, "decimals": unit.decimals, **_signing(unit), **_points(address)}
            | _lends(address)
            for address, unit in book().currencies.items()
        },
        "relay": relay.facts(),
        "devnet": devnet.facts(),
    }


def _signing(unit: Currency) -> dict[str, dict[str, str]]:
    """How a token's authorizations and permits are signed, as far as it takes any."""
    ways = {"authorization": unit.authorization, "permit": unit.permit}
    return {way: {"name": domain.name, "version": domain.version} for way, domain in ways.items() if domain}


def _points(currency: str) -> dict[str, dict[str, str]]:
    """Which contract's points pay in a currency, and the hash of its code, as the address book has them."""
    found = book().loyalty(currency)
    return {"loyalty": {"address": found.address, "code_hash": found.code_hash}} if found else {}


def _lends(currency: str) -> dict[str, dict[str, str]]:
    """Which contract pays orders in a currency for whoever pays later, likewise."""
    found = book().credit(currency)
    return {"credit": {"address": found.address, "code_hash": found.code_hash}} if found else {}


def _referrer() -> str:
    """Who sent the reader here, by the address line's `ref`; empty where nobody or no account does."""
    return checked_account(request.args.get("ref", ""))


def _last_seen() -> int:
    try:
        cursor = queries.cursor(database())
    except DatabaseError:
        return 0
    return cursor.time if cursor else 0
