"""What a token takes by signature: authorizations (ERC-3009) and permits (ERC-2612), asked of the token itself.

A domain is believed only where it gives the very separator that the token checks signatures with.
"""

from typing import Any

from eth_abi.abi import decode, encode
from eth_abi.exceptions import DecodingError
from eth_utils.abi import function_signature_to_4byte_selector
from eth_utils.crypto import keccak
from web3 import Web3
from web3.exceptions import Web3Exception

from scripts.address_book import SigningDomain
from scripts.parameters import NOBODY

DOMAIN = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
VERSIONS = ("1", "2")  # guessed where a token does not tell its own
MOVES = "address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce"
SPENDS = "address owner,address spender,uint256 value,uint256 nonce,uint256 deadline"

# Of each way: what every such token answers, and the hash of its message, which many tell
ASKED: dict[str, tuple[tuple[str, list[Any]], tuple[str, str]]] = {
    "authorization": (
        ("authorizationState(address,bytes32)", [NOBODY, bytes(32)]),
        ("RECEIVE_WITH_AUTHORIZATION_TYPEHASH()", f"ReceiveWithAuthorization({MOVES})"),
    ),
    "permit": (("nonces(address)", [NOBODY]), ("PERMIT_TYPEHASH()", f"Permit({SPENDS})")),
}


def ways(web3: Web3, token: str) -> dict[str, SigningDomain | None]:
    """`authorization` and `permit` of a token, each its domain or None."""
    domain = _domain(web3, token)
    return {way: domain if domain and _takes(web3, token, way) else None for way in ASKED}


def _takes(web3: Web3, token: str, way: str) -> bool:
    (view, arguments), (hash_view, message) = ASKED[way]
    told = _ask(web3, token, hash_view)
    return len(_ask(web3, token, view, *arguments)) == 32 and told in (b"", keccak(text=message))


def _domain(web3: Web3, token: str) -> SigningDomain | None:
    separator = _ask(web3, token, "DOMAIN_SEPARATOR()")
    told = _decoded(["bytes1", "string", "string"], _ask(web3, token, "eip712Domain()"))
    name, version = (_decoded(["string"], _ask(web3, token, view)) for view in ("name()", "version()"))
    guesses = [told[1:]] if told else [(*name, guess) for guess in (*version, *VERSIONS) if name]
    for name_, version_ in guesses:
        if _separator(web3, token, name_, version_) == separator:
            return SigningDomain(name_, version_)
    return None


def _separator(web3: Web3, token: str, name: str, version: str) -> bytes:
    values = [keccak(text=DOMAIN), keccak(text=name), keccak(text=version), web3.eth.chain_id, token]
    return keccak(encode(["bytes32", "bytes32", "bytes32", "uint256", "address"], values))


def _ask(web3: Web3, token: str, signature: str, *arguments: Any) -> bytes:
    """A view's answer as it came; empty where there is none."""
    types = [type_ for type_ in signature.partition("(")[2].rstrip(")").split(",") if type_]
    data = function_signature_to_4byte_selector(signature) + encode(types, arguments)
    try:
        return bytes(web3.eth.call({"to": Web3.to_checksum_address(token), "data": Web3.to_hex(data)}))
    except (Web3Exception, ValueError):
        return b""


def _decoded(types: list[str], answer: bytes) -> tuple[Any, ...]:
    try:
        return tuple(decode(types, answer)) if answer else ()
    except (DecodingError, UnicodeDecodeError, OverflowError):
        return ()
