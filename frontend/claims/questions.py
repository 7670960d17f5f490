"""What a subject answers by a presentation: a question that only this storefront asks, once, and for a while."""

import secrets

from itsdangerous import BadSignature, Signer

from frontend import market
from frontend.resources import settings
from frontend.sign_in import SESSION_LASTS
from frontend.spent import Spent
from scripts.credentials.checking import Fault, Refused

LASTS = 600  # seconds by the chain's clock between the question and the answer
SEPARATOR = "."


def ask() -> tuple[str, int]:
    """A question, and until when (Unix seconds) it can be answered."""
    now = market.now()
    return _signer().sign(f"{secrets.token_hex(16)}{SEPARATOR}{now}").decode(), now + LASTS


def check(question: str) -> str:
    """The name of a question that may still be answered; raises Refused."""
    try:
        name, _, asked = _signer().unsign(question).decode().partition(SEPARATOR)
    except BadSignature:
        raise Refused(Fault.CHALLENGE) from None
    # asked a little later than now, where another process of the storefront sees the chain's clock sooner
    if market.now() >= int(asked) + LASTS or _spent().has(name):
        raise Refused(Fault.CHALLENGE)
    return name


def spend(name: str) -> None:
    """Lets a question be answered no more; raises Refused where it was."""
    if not _spent().spend(name):
        raise Refused(Fault.CHALLENGE)


def _signer() -> Signer:
    return Signer(settings().secret_key, salt="presentations")


def _spent() -> Spent:
    return Spent(settings().vault / "spent", SESSION_LASTS)
