"""What every page knows of the market: the chain's time, whether the node answers, and the facts that scripts need."""

import time
from threading import Lock
from typing import Any

from flask import Flask, current_app, g

from frontend import devnet, words
from frontend.chain import NodeDown, WrongChain
from frontend.formats import currency
from frontend.index import queries
from frontend.language import current
from frontend.resources import book, chain, database, settings
from frontend.state_table import EMPTY_ADDRESS
from frontend.wording import gettext, locale
from scripts import parameters

FRESH_FOR = 1.0  # seconds between two questions to the node
KEY = "handover.clock"


class Clock:
    """The chain's time, asked of the node at most once a second."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked = -FRESH_FOR
        self._time = 0
        self._problem: NodeDown | WrongChain | None = None

    def read(self) -> tuple[int, NodeDown | WrongChain | None]:
        """The chain's time (Unix seconds), and what is wrong with the node; then the time is 0."""
        with self._lock:
            if time.monotonic() - self._asked >= FRESH_FOR:
                self._ask()
            return self._time, self._problem

    def _ask(self) -> None:
        try:
            chain().verify()
            self._time, self._problem = chain().now(), None
        except (NodeDown, WrongChain) as problem:
            self._time, self._problem = 0, problem
        self._asked = time.monotonic()


def init_app(app: Flask) -> None:
    """Give templates the market's facts."""
    app.extensions[KEY] = Clock()
    app.context_processor(lambda: {"market": facts, "words": words.spoken, "node_problem": node_problem})


def now() -> int:
    """The chain's time in Unix seconds; while the node is down, the time of the last block that the index has seen."""
    if "now" not in g:
        seconds, problem = current_app.extensions[KEY].read()
        g.problem = problem
        g.now = _last_seen() if problem else seconds
    return int(g.now)


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
    """What scripts need to know, as JSON."""
    coin = currency(EMPTY_ADDRESS)
    return {
        "language": current(),
        "locale": str(locale()).replace("_", "-"),
        "now": now(),
        "escrow": book().escrow.address,
        "chain": {
            "id": book().chain_id,
            "name": parameters.network(book().chain_id).name,
            "rpc": settings().public_node,
            "coin": {"name": coin.name, "symbol": coin.symbol, "decimals": coin.decimals},
        },
        "currencies": {
            address.lower(): {"symbol": unit.symbol, "decimals": unit.decimals}
            for address, unit in book().currencies.items()
        },
        "devnet": devnet.facts(),
    }


def _last_seen() -> int:
    cursor = queries.cursor(database())
    return cursor.time if cursor else 0
