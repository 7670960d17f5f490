"""What stands in an address line: ids and accounts, checked before anybody is asked about them."""

import re

from eth_utils.address import is_address, to_checksum_address
from flask import abort

ID = re.compile(r"0x[0-9a-fA-F]{64}")


def id_in_url(text: str) -> str:
    """An offer's or order's id in lower case; 404 for anything else."""
    if not ID.fullmatch(text):
        abort(404)
    return text.lower()


def address_in_url(text: str) -> str:
    """A checksummed address; 404 for anything else."""
    if not text.startswith("0x") or not is_address(text):
        abort(404)
    return str(to_checksum_address(text))
