"""What a subject answers by a presentation: a question that only this storefront asks, once, and for a while."""

import secrets
from dataclasses import dataclass

from itsdangerous import BadSignature, Signer

from frontend import market
from frontend.resources import settings
from frontend.spent import Spent
from scripts.credentials.checking import Fault, Refused

LASTS = 600  # seconds by the chain's clock between the question and the answer
SEPARATOR = "."


@dataclass(frozen=True)
class Question:
    """A question by its random name, and until when (Unix seconds by the chain's clock) it can be answered."""

    name: str
    until: int


def ask() -> tuple[str, int]:
    """A question, and until when (Unix seconds) it can be answered."""
    now = market.now()
    return _signer().sign(f"{secrets.token_hex(16)}{SEPARATOR}{now}").decode(), now + LASTS


def check(text: str) -> Question:
    """A question that may still be answered; raises Refused."""
    try:
        name, _, asked = _signer().unsign(text).decode().partition(SEPARATOR)
    except BadSignature:
        raise Refused(Fault.CHALLENGE) from None
    # asked a little later than now, where another process of the storefront sees the chain's clock sooner
    question = Question(name, int(asked) + LASTS)
    if market.now() >= question.until or _spent().has(name, question.until):
        raise Refused(Fault.CHALLENGE)
    return question


def spend(question: Question) -> None:
    """Lets a question be answered no more; raises Refused where it was."""
    if not _spent().spend(question.name, question.until, market.now()):
        raise Refused(Fault.CHALLENGE)


def _signer() -> Signer:
    return Signer(settings().secret_key, salt="presentations")


def _spent() -> Spent:
    return Spent(settings().vault / "spent" / "questions")
