"""Whether an account signed a text: by its key, or as a contract that says so (ERC-1271)."""

from eth_account import Account
from eth_account.messages import SignableMessage, encode_defunct
from eth_keys.exceptions import BadSignature
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from eth_utils.exceptions import ValidationError

from frontend.chain import Chain

NONSENSE = (ValueError, LookupError, ValidationError, BadSignature)


def signed_by(chain: Chain, account: str, text: str, signature: bytes) -> bool:
    """Whether this (checksummed) account signed a text by personal_sign."""
    message = encode_defunct(text=text)
    return _signer(message, signature) == account or chain.accepts_signature(account, _digest(message), signature)


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
    except NONSENSE:
        return ""
