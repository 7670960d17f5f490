"""How long questions about the reviews of one seller take who has 100,000 of them, in SQLite.

The events are made up and folded as the index folds those of a chain: orders of 100 products in two variants each, from
their payment to their review, half of it with words, a tenth unfulfilled. The fastest of a few runs, each on a new
connection.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection, Engine

from bench import report
from frontend.index import store
from frontend.index.reviews import listed, ratings, waiting, weighing
from frontend.index.reviews.listed import ReviewFilter, Sort
from frontend.index.schema import metadata
from frontend.trusted import Trusted
from scripts.parameters import NOBODY
from tests.frontend.reviews_made_up import CHAMBER, SELLER, STOREFRONT, ReviewsMadeUp, account, trusting

REVIEWS = 100_000
PRODUCTS = 100
BUYERS = 30_000
VOUCHED = 3_000  # of them
TILES = 24
REFERRER = account(5 * 10**8)
WORDS = (
    *("kettle", "spout", "lid", "handle", "leaks", "fine", "slow", "quick", "warm", "cold"),
    *("gift", "again", "never", "always", "tea", "water", "box", "late"),
)
RUNS = 5
AT_MOST = 0.1  # seconds for any question of a page
WEIGHED_IN = 60.0  # seconds for all reviews, after a change of the operator's file


@dataclass(frozen=True)
class Market:
    """What was made up: offers, and some order that was reviewed."""

    offers: list[str]
    order: str


def _made_up(made: ReviewsMadeUp, dice: random.Random) -> Market:
    for number in range(VOUCHED):
        made.issue(CHAMBER, account(number), "person")
    offers = [made.publish(product=f"product-{number // 2}") for number in range(2 * PRODUCTS)]
    order = ""
    for number in range(REVIEWS):
        order = made.pay(
            dice.choice(offers), account(dice.randrange(BUYERS)), (NOBODY, STOREFRONT, REFERRER)[number % 3]
        )
        made.concede(order) if number % 10 == 0 else made.confirm(order)
        text = " ".join(dice.choices(WORDS, k=30)) + (" porcelain" if number % 1_000 == 0 else "")
        language = "zh" if number % 5_000 == 0 else "en"
        made.review(order, dice.choice([1, 2, 3, 4, 5, 5, 5]), text if number % 2 == 0 else "", language)
        if number % 4:
            made.reply(order, "")
    return Market(offers, order)


def _listed(sort: Sort = Sort.NEWEST, **wanted: object) -> Callable[[Connection, Market], object]:
    return lambda db, _: listed.reviews_listed(db, ReviewFilter(**{"seller": SELLER} | wanted), sort)  # type: ignore[arg-type]


QUESTIONS: dict[str, Callable[[Connection, Market], object]] = {
    "newest": _listed(),
    "most critical": _listed(Sort.CRITICAL, fulfilled=True),
    "weightiest": _listed(Sort.WEIGHTIEST, fulfilled=True),
    "of three stars": _listed(stars=3),
    "unfulfilled": _listed(fulfilled=False),
    "in a language that is rare": _listed(language="zh"),
    "with pictures, of which there are none": _listed(pictures=True),
    "with a word that is common": _listed(words="kettle"),
    "with a word that is rare": _listed(words="porcelain"),
    "with four words, most critical first": _listed(Sort.CRITICAL, words="kettle spout lid tea"),
    "of a listing": lambda db, made: listed.reviews_listed(db, ReviewFilter(listing=made.offers[0]), Sort.CRITICAL),
    "of an order": lambda db, made: listed.review_of(db, made.order),
    "rating of the seller": lambda db, _: ratings.of_seller(db, SELLER),
    f"ratings of {TILES} listings": lambda db, made: ratings.of_listings(db, made.offers[: 2 * TILES : 2]),
    "without a reply": lambda db, _: waiting.unanswered(db, SELLER),
    "orders to review": lambda db, _: waiting.to_review(db, account(1)),
}


def main() -> list[str]:
    """Measures, prints and records; returns a sentence for each question that takes longer than its bound."""
    trusted = trusting(REFERRER, chamber=("person",))
    with TemporaryDirectory() as folder:
        engine = store.open_engine(f"sqlite:///{Path(folder) / 'index.sqlite3'}")
        made = ReviewsMadeUp()
        market = _made_up(made, random.Random(1))
        with store.writing(engine) as db:
            metadata.create_all(db)
            made.write(db, trusted)
        fastest = {name: min(_timed(engine, market, ask) for _ in range(RUNS)) for name, ask in QUESTIONS.items()}
        weighed = _weighed(engine, made, trusted)
    Console().print(_table(fastest | weighed))
    report.record("reviews", {"reviews": REVIEWS, "seconds": fastest | weighed})
    slow = [f"reviews: {name} {took} s, over {AT_MOST} s" for name, took in fastest.items() if took > AT_MOST]
    return slow + [
        f"reviews: {name} {took} s, over {WEIGHED_IN} s" for name, took in weighed.items() if took > WEIGHED_IN
    ]


def _weighed(engine: Engine, made: ReviewsMadeUp, trusted: Trusted) -> dict[str, float]:
    """What is taken back of buyers, and whom the operator believes, changes weights: how long that takes."""
    for number in range(VOUCHED):
        made.revoke(CHAMBER, account(number), "person")
    changes: dict[str, Callable[[Connection], object]] = {
        f"weighed anew: those of {VOUCHED:,} buyers, their claims being revoked": lambda db: made.write(db, trusted),
        "weighed anew: all, after a change of the operator's file": lambda db: weighing.renew(db, Trusted()),
    }
    found = {}
    for name, change in changes.items():
        with store.writing(engine) as db:
            began = time.perf_counter()
            change(db)
            found[name] = round(time.perf_counter() - began, 3)
    return found


def _timed(engine: Engine, market: Market, ask: Callable[[Connection, Market], object]) -> float:
    with engine.connect() as db:
        began = time.perf_counter()
        ask(db, market)
        return round(time.perf_counter() - began, 4)


def _table(fastest: dict[str, float]) -> Table:
    table = Table(title=f"Reviews, {REVIEWS:,} of one seller")
    for heading in ("", "seconds"):
        table.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    for name, seconds in fastest.items():
        table.add_row(name, f"{seconds:.4f}")
    return table
