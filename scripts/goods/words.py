"""What people type of an event: steps, dispositions, places and times."""

from datetime import datetime, timezone

from scripts import units
from scripts.goods.ledger import Goods
from scripts.provenance import digital_link
from scripts.provenance.gs1 import Place, quoted
from scripts.provenance.vocabulary import DISPOSITIONS, STEPS, Words
from scripts.refusal import Refusal


def step(text: str) -> int:
    """The number of a business step."""
    return _number(STEPS, text)


def disposition(text: str) -> int:
    """The number of a disposition; 0 where none is said."""
    return _number(DISPOSITIONS, text) if text else 0


def place(text: str) -> str:
    """The URI of a read point: a GLN, with an extension behind a point; geo:LATITUDE,LONGITUDE; any other URI."""
    if not text or ":" in text:
        return text
    gln, _, extension = text.partition(".")
    if not gln.isdigit():
        raise Refusal(f"{quoted(text)} is no place; write a GLN, GLN.EXTENSION, geo:53.744,-0.332 or another URI.")
    return digital_link.write(Place(gln, extension))


def moment(goods: Goods, text: str) -> datetime:
    """A time with its offset; none is the chain's own, in UTC."""
    if text:
        return units.moment_of(text)
    return datetime.fromtimestamp(goods.time(), timezone.utc)


def _number(words: Words, text: str) -> int:
    try:
        number = words.number(text)
    except Refusal:
        number = 0
    if not number:
        raise Refusal(f"{quoted(text)} is no {words.name}; there are {', '.join(words.words)}.")
    return number
