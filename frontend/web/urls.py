"""What stands in an address line: ids, accounts and numbers, checked before anybody is asked about them."""

import re

from flask import abort

from frontend.config import checked_address
from frontend.index.reading import ADDRESS
from frontend.wording.texts import gettext

ID = re.compile(r"0x[0-9a-fA-F]{64}")
MOST_DIGITS = 18  # of a number, so that any database takes it


def id_in_url(text: str) -> str:
    """An offer's or order's id in lower case; 404 for anything else."""
    if not ID.fullmatch(text):
        abort(404)
    return text.lower()


def address_in_url(text: str) -> str:
    """A checksummed address; 404 for anything else, which says so where it is mistyped."""
    return checked_address(text) or abort(404, mistyped(text) or None)


def number_in_url(text: str, least: int, most: int) -> int | None:
    """A whole number in decimal digits, from `least` to `most`; None for anything else, however long."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
    return int(text) if is_number and least <= int(text) <= most else None


def mistyped(text: str) -> str:
    """What is wrong with an address whose capital letters do not fit, as a sentence; empty for anything else."""
    if not ADDRESS.fullmatch(text) or checked_address(text):
        return ""
    return gettext("The account %(account)s is mistyped: its capital letters do not fit. Copy it again.", account=text)
