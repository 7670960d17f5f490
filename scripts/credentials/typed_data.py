"""Documents as wallets sign them (EIP-712): with types that follow from what is in them, and only from that.

The proof is EthereumEip712Signature2021's: it has types and domain beside the signature, and the signature covers all
of the document but these. So who has the document alone can check it.
"""

from typing import Any

from eth_account import Account
from eth_account.messages import SignableMessage, encode_typed_data
from eth_keys.exceptions import BadSignature
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak
from eth_utils.exceptions import ValidationError

from scripts import documents

Json = dict[str, Any]

PROOF_TYPE = "EthereumEip712Signature2021"
UNSIGNED = ("eip712", "proofValue")  # of the proof
DOMAIN = ("EIP712Domain", [("name", "string"), ("version", "string"), ("chainId", "uint256")])
CONTRACT = ("verifyingContract", "address")
NONSENSE = (ValueError, LookupError, ValidationError, BadSignature)


def domain(chain_id: int, identity: str) -> Json:
    """Under which everything about the claims of one Identity (an address) is signed."""
    return {"name": "Handover", "version": "1", "chainId": chain_id, "verifyingContract": identity}


def typed(document: Json, primary: str, where: Json) -> Json:
    """What a wallet signs of a document with its proof, as eth_signTypedData_v4 takes it; lists in it are not empty."""
    proof = {name: value for name, value in document["proof"].items() if name not in UNSIGNED}
    message = {**document, "proof": proof}
    name, members = DOMAIN
    types: Json = {name: [_member(*member) for member in (*members, CONTRACT)]}
    _struct(message, primary, types)
    return {"types": types, "primaryType": primary, "domain": where, "message": message}


def described(asked: Json) -> Json:
    """What of it stands in the proof: all but the document itself."""
    return {name: asked[name] for name in ("types", "primaryType", "domain")}


def describes(said: Json, asked: Json) -> bool:
    """Whether a proof says just this; compared as they are written, for Python takes true for 1."""
    return documents.canonical(said) == documents.canonical(described(asked))


def digest(asked: Json) -> bytes:
    """The 32 bytes that are signed."""
    message = encode_typed_data(full_message=asked)
    return keccak(b"\x19" + message.version + message.header + message.body)


def signer(asked: Json, signature: bytes) -> str:
    """Whose key signed; empty where none did."""
    message: SignableMessage = encode_typed_data(full_message=asked)
    try:
        return str(to_checksum_address(Account.recover_message(message, signature=signature)))
    except NONSENSE:
        return ""


def _struct(value: Json, name: str, types: Json) -> str:
    types[name] = [_member(field, _type(value[field], name + _capital(field), types)) for field in sorted(value)]
    return name


def _type(value: Any, name: str, types: Json) -> str:
    match value:
        case str():
            return "string"
        case int():
            return "uint256"
        case list():
            return f"{_type(value[0], name, types)}[]"
    return _struct(value, name, types)


def _member(name: str, type_: str) -> Json:
    return {"name": name, "type": type_}


def _capital(field: str) -> str:
    """A field's name as a part of a type's."""
    bare = field.removeprefix("@")
    return bare[:1].upper() + bare[1:]
