"""How many pages a second the storefront gives, beside an empty page of Flask's under the same server.

The big market, 10,000 offers and 100,000 orders, under gunicorn as it runs in production, with one worker and with two.
The load comes from a process of its own. A page counts once its whole body is there, compressed as browsers ask for it.
`first` are pages that this server was never asked for, `again` the same ones once more, while nothing has happened on
the chain: until then they are kept, where they are the same for everybody.
"""

import json
import os
import random
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import psutil
import requests
from flask import Flask
from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from bench import big_market, report
from frontend import config
from frontend.app import create_app
from frontend.index import store
from frontend.index.reading import checksummed
from frontend.index.schema import documents, offers, orders
from scripts.documents import Kind
from tests.fixtures.shop import free_port, process, until
from tests.frontend.desk import as_account

WORKERS = (1, 2)
CLIENTS = 8
ROUNDS = 3
PAGES = 40  # different ones, asked for in a round
AGAIN = 3  # times, after the first
SEEN_BY_ALL = 5  # times, until each worker has most likely written each page
EMPTY_PAGES = 1_200
WARMING = 10  # pages of each kind
BOUNDED = ("catalogue", "order")
AT_LEAST = 1 / 3  # of the empty page's requests a second, when asked for again
HOMES = 200  # from which shoppers ask: one alone would be asked to wait
LANGUAGES = {"en": "en-GB,en;q=0.8", "zh": "zh-CN,zh;q=0.8"}
TITLES = 500  # that are searched for
WIDTH = 110  # characters of the table
COOKIE = "handover"
SHOP, EMPTY = "frontend.app:create_app()", "bench.empty:create_app()"

Headers = dict[str, str]
Request = tuple[str, Headers]
Ask = Callable[[random.Random], str]


@dataclass(frozen=True)
class Load:
    """What a server did: answers a second, how many milliseconds they took (p50, p95, p99) and its processor worked."""

    rate: float
    milliseconds: list[float]
    processor: float


class Server:
    """A running gunicorn."""

    def __init__(self, url: str, started: "subprocess.Popen[bytes]") -> None:
        self.url = url
        self._process = psutil.Process(started.pid)

    def ask(self, wanted: list[Request]) -> Load:
        """Has all of these answered, as fast as it can."""
        lines, before = "\n".join(map(json.dumps, wanted)), self._worked()
        command = [sys.executable, "-m", "bench.load", self.url, str(CLIENTS)]
        answered = subprocess.run(command, input=lines, stdout=subprocess.PIPE, text=True, check=True)
        worked, found = self._worked() - before, json.loads(answered.stdout)
        took = sorted(found["took"])
        shares = [round(1_000 * took[int(len(took) * share)], 2) for share in (0.5, 0.95, 0.99)]
        return Load(round(len(took) / found["seconds"], 1), shares, round(1_000 * worked / len(took), 3))

    def _worked(self) -> float:
        """Seconds of the processor that its workers have used."""
        return float(sum(sum(one.cpu_times()[:2]) for one in self._process.children(recursive=True)))


def main() -> list[str]:
    """Measures, prints and records; returns a sentence for each page that is too slow."""
    with TemporaryDirectory() as folder, big_market.indexed() as market:
        settings = os.environ | market | {"HANDOVER_SECRET_KEY": "bench", "HANDOVER_PROXIES": "1"}
        kinds, cookie = _kinds(settings)
        found = {workers: _measured(workers, settings, Path(folder), kinds, cookie) for workers in WORKERS}
    for workers, loads in found.items():
        Console(width=WIDTH).print(_table(workers, loads))
    report.record("pages", {str(workers): _figures(loads) for workers, loads in found.items()})
    return [
        f"pages: {kind}, {workers} workers: {_ratio(loads, kind, 'again'):.0%} of an empty page's rate, below 33%"
        for workers, loads in found.items()
        for kind in BOUNDED
        if _ratio(loads, kind, "again") < AT_LEAST
    ]


Loads = dict[tuple[str, str], list[Load]]  # by what was asked for, and whether for the first time: one each round


def _measured(workers: int, settings: Headers, folder: Path, kinds: dict[str, Ask], cookie: str) -> Loads:
    """All rounds, the empty page in each: what slows one down slows down the other."""
    loads: Loads = {}
    dice = random.Random(workers)
    with ExitStack() as running:
        shop, empty = (running.enter_context(_serving(app, workers, settings, folder)) for app in (SHOP, EMPTY))
        for ask in kinds.values():
            shop.ask(_requests(ask, dice, cookie, WARMING))
        for _, (kind, ask) in product(range(ROUNDS), kinds.items()):
            wanted = _requests(ask, dice, cookie, PAGES)
            nothing = [("/", headers) for _, headers in wanted] * (EMPTY_PAGES // PAGES)
            loads.setdefault(("empty", kind), []).append(empty.ask(nothing))
            loads.setdefault((kind, "first"), []).append(shop.ask(wanted))
            if workers > 1:
                shop.ask(wanted * SEEN_BY_ALL)
            loads.setdefault((kind, "again"), []).append(shop.ask(wanted * AGAIN))
    return loads


@contextmanager
def _serving(app: str, workers: int, settings: Headers, folder: Path) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(workers), app]
    with process(command, dict(settings), folder / "gunicorn.log") as started:
        url = f"http://127.0.0.1:{port}"
        until(lambda: _answers(url))
        yield Server(url, started)


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=30).ok
    except requests.RequestException:
        return False


def _requests(ask: Ask, dice: random.Random, cookie: str, count: int) -> list[Request]:
    """So many different requests, by readers of both languages."""
    found: dict[str, Headers] = {}
    for _ in range(10 * count):
        headers = {"Accept-Encoding": "gzip", "Accept-Language": LANGUAGES[dice.choice(list(LANGUAGES))]}
        headers["X-Forwarded-For"] = f"10.0.{dice.randrange(HOMES)}.1"
        path = ask(dice)
        found.setdefault(path, headers | ({"Cookie": f"{COOKIE}={cookie}"} if path.startswith("/dashboard") else {}))
        if len(found) == count:
            break
    return list(found.items())


def _kinds(settings: Headers) -> tuple[dict[str, Ask], str]:
    """What is asked for, something else each time, and the cookie of a seller who is signed in."""
    loaded = config.load(settings)
    with store.open_engine(loaded.database).connect() as db:
        goods = db.execute(select(offers.c.position, offers.c.id, offers.c.seller).order_by(offers.c.position)).all()
        sales = db.execute(select(orders.c.position, orders.c.id, orders.c.buyer).order_by(orders.c.position)).all()
        texts = select(documents.c.body).where(documents.c.kind == Kind.OFFER.value).order_by(documents.c.sha256)
        titles = [body["title"] for body in db.execute(texts.limit(TITLES)).scalars()]
    kinds: dict[str, Ask] = {
        "catalogue": lambda dice: f"/?after={dice.choice(goods).position}",
        "search": lambda dice: f"/?q={quote(dice.choice(titles)['en'])}",
        "search, Chinese": lambda dice: f"/?q={quote(dice.choice(titles)['zh'])}",
        "offer": lambda dice: f"/offers/{dice.choice(goods).id}",
        "order": lambda dice: f"/orders/{dice.choice(sales).id}",
        "my orders": lambda dice: f"/orders/?account={checksummed(dice.choice(sales).buyer)}",
        "dashboard": lambda dice: f"/dashboard/orders?after={dice.choice(sales).position}",
    }
    return kinds, _signed_in(create_app(loaded), checksummed(goods[0].seller))


def _signed_in(app: Flask, seller: str) -> str:
    """The cookie of a browser in which an account is signed in."""
    cookie = as_account(app, seller).get_cookie(COOKIE)
    assert cookie is not None
    return cookie.value


def _ratio(loads: Loads, kind: str, which: str) -> float:
    """The rate as a share of the empty page's: the middle one of the rounds."""
    pairs = zip(loads[kind, which], loads["empty", kind], strict=True)
    return statistics.median(load.rate / empty.rate for load, empty in pairs)


def _middle(loads: list[Load]) -> Load:
    return sorted(loads, key=lambda load: load.rate)[len(loads) // 2]


def _figures(loads: Loads) -> dict[str, dict[str, Any]]:
    """What is recorded: of each kind the middle round, and its share of the empty page's rate."""
    return {
        f"{kind}, {which}": {
            "requests_per_second": _middle(found).rate,
            "milliseconds": dict(zip(("p50", "p95", "p99"), _middle(found).milliseconds, strict=True)),
            "processor_milliseconds": _middle(found).processor,
        }
        | ({"of_empty": round(_ratio(loads, kind, which), 3)} if kind != "empty" else {})
        for (kind, which), found in loads.items()
    }


def _table(workers: int, loads: Loads) -> Table:
    table = Table(title=f"Pages, gunicorn with {workers} workers")
    for heading in ("", "", "requests/s", "of empty", "p50 ms", "p95 ms", "p99 ms", "processor ms"):
        table.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    for (kind, which), found in loads.items():
        load = _middle(found)
        share = "" if kind == "empty" else f"{_ratio(loads, kind, which):.1%}"
        table.add_row(kind, which, f"{load.rate:,.0f}", share, *map(str, load.milliseconds), str(load.processor))
    return table
