"""What both kinds of export come to: products with their variants."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from scripts.refusal import Refusal


@dataclass(frozen=True)
class Picture:
    """Where the other shop shows a picture, and its words; they may be empty."""

    url: str
    alt: str = ""


@dataclass(frozen=True)
class Variant:
    """One thing to buy. The price is in the other shop's currency; `stock` is None where it is not counted.

    `left_out` says why it is not to be sold here; empty where it is.
    """

    values: tuple[str, ...]
    price: Decimal | None
    stock: int | None
    picture: str = ""
    left_out: str = ""


@dataclass(frozen=True)
class Product:
    """A product, its `key` unique and lasting in the other shop; `left_out` as of a variant, for all of them."""

    key: str
    title: str
    description: str
    category: str
    options: tuple[str, ...]
    variants: tuple[Variant, ...]
    pictures: tuple[Picture, ...]
    left_out: str = ""


@contextmanager
def gathering(faults: list[str] | None) -> Iterator[None]:
    """Goes on after what cannot be read, its sentence among the faults; without such a list it is refused."""
    try:
        yield
    except Refusal as refusal:
        if faults is None:
            raise
        faults.append(str(refusal))
