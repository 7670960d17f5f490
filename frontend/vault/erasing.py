"""Erasing delivery details: when an order is over for some days, or when its buyer or seller asks for it, signed."""

from eth_account import Account
from eth_account.messages import SignableMessage, encode_defunct
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from eth_utils.exceptions import ValidationError
from sqlalchemy import Connection, and_, exists, select

from frontend.chain import Chain
from frontend.index import queries
from frontend.index.rows import Order
from frontend.index.schema import orders
from frontend.vault import Vault

DAY = 86_400
VALID_FOR = 3_600  # seconds: the furthest expiry that a request may have


class NotAllowed(Exception):
    """The request to erase was not made by who may make it. One sentence."""


def request_text(chain_id: int, escrow: str, order_id: str, sha256: str, expires: int) -> str:
    """What the buyer or the seller signs (personal_sign) to have delivery details erased; `expires` in Unix seconds."""
    return "\n".join(
        (
            "Handover: erase the delivery details of an order.",
            f"Document: {sha256}",
            f"Order: {order_id}",
            f"Escrow: {escrow} on chain {chain_id}",
            f"Valid until: {expires}",
        )
    )


def check_request(chain: Chain, order: Order | None, sha256: str, account: str, expires: int, signature: bytes) -> None:
    """Raises NotAllowed unless the order's buyer or seller signed this, and it is not expired.

    `order` is the first that named the document: whoever copies a hash into a later order gets no say.
    """
    now = chain.now()
    if order is None:
        raise NotAllowed("No order names this document.")
    if not now < expires <= now + VALID_FOR:
        raise NotAllowed("The request has expired, or is valid for more than an hour.")
    if account not in (order.buyer, order.offer.seller):
        raise NotAllowed("Only the order's buyer or seller may have its delivery details erased.")
    text = request_text(chain.book.chain_id, chain.book.escrow.address, order.id, sha256, expires)
    message = encode_defunct(text=text)
    if _signer(message, signature) == account:
        return
    if not chain.accepts_signature(account, _digest(message), signature):
        raise NotAllowed("The signature is not this account's.")


def erase_ended(db: Connection, vault: Vault, now: int, days: int) -> int:
    """Erases the delivery details of orders that ended so many days before `now` (Unix seconds); returns how many.

    Details that the same buyer gave to another order stay until that one is over for as long.
    """
    other = orders.alias()
    before = now - days * DAY
    over = and_(orders.c.ended_time > 0, orders.c.ended_time < before)
    needed = and_(
        other.c.delivery == orders.c.delivery,
        other.c.buyer == orders.c.buyer,
        (other.c.ended_time == 0) | (other.c.ended_time >= before),
    )
    done = 0
    for row in db.execute(select(orders.c.id, orders.c.delivery).where(over, ~exists().where(needed))):
        first = queries.first_order_with(db, row.delivery)
        if first is not None and first.id == row.id and vault.has(row.delivery):
            vault.erase(row.delivery)
            done += 1
    return done


def parse_signature(text: str) -> bytes:
    """A signature's bytes; ValueError (one sentence) for anything else."""
    try:
        return bytes.fromhex(text.removeprefix("0x"))
    except ValueError:
        raise ValueError("A signature is 0x and hex digits.") from None


def _digest(message: SignableMessage) -> bytes:
    """The 32 bytes that are signed (ERC-191)."""
    return keccak(b"\x19" + message.version + message.header + message.body)


def _signer(message: SignableMessage, signature: bytes) -> str:
    """Who signed as a plain account; empty where nobody did."""
    try:
        return to_checksum_address(Account.recover_message(message, signature=signature))
    except (ValueError, ValidationError):
        return ""
