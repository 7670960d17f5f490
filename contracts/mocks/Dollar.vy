# pragma version 0.4.3
"""
@title Dollar: a devnet currency that is paid with as USDC is
@license AGPL-3.0-only
@notice Six decimals; anyone mints. Moves by allowance, by permit (ERC-2612) and by authorization (ERC-3009), signed by a
        key or approved by a contract wallet (ERC-1271). No lock, as in USDC: the only outside call is static.
@dev The authorization calls exist with `signature` and with `v, r, s`, under one name. Vyper names only one of them:
     those with `v, r, s` are not in the ABI, and `__default__` answers them.
"""
from ethereum.ercs import IERC20
from ethereum.ercs import IERC20Detailed

from . import plain_token
from . import signer

implements: IERC20
implements: IERC20Detailed

initializes: plain_token

exports: plain_token.__interface__

NAME: constant(String[128]) = "Dollar"
# USDC's present version, so that nobody gets through with a guessed "1".
version: public(constant(String[1])) = "2"

DOMAIN_TYPEHASH: constant(bytes32) = keccak256(
    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
)
PERMIT_TYPEHASH: public(constant(bytes32)) = keccak256(
    "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
)
TRANSFER_WITH_AUTHORIZATION_TYPEHASH: public(constant(bytes32)) = keccak256(
    "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
)
RECEIVE_WITH_AUTHORIZATION_TYPEHASH: public(constant(bytes32)) = keccak256(
    "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
)
CANCEL_AUTHORIZATION_TYPEHASH: public(constant(bytes32)) = keccak256(
    "CancelAuthorization(address authorizer,bytes32 nonce)"
)

TRANSFER_BY_VRS: constant(bytes4) = method_id(
    "transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)",
    output_type=bytes4,
)
RECEIVE_BY_VRS: constant(bytes4) = method_id(
    "receiveWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)",
    output_type=bytes4,
)
CANCEL_BY_VRS: constant(bytes4) = method_id(
    "cancelAuthorization(address,bytes32,uint8,bytes32,bytes32)", output_type=bytes4
)

ERC1271_MAGIC: constant(bytes32) = 0x1626ba7e00000000000000000000000000000000000000000000000000000000

nonces: public(HashMap[address, uint256])
authorizationState: public(HashMap[address, HashMap[bytes32, bool]])


event AuthorizationUsed:
    authorizer: indexed(address)
    nonce: indexed(bytes32)


event AuthorizationCanceled:
    authorizer: indexed(address)
    nonce: indexed(bytes32)


struct Authorization:
    sender: address
    receiver: address
    amount: uint256
    valid_after: uint256
    valid_before: uint256
    nonce: bytes32


@deploy
def __init__():
    plain_token.__init__(NAME, "USD", 6)


# ERC-20


@external
def transfer(to: address, amount: uint256) -> bool:
    """
    @notice Sends from the caller.
    """
    plain_token._transfer(msg.sender, to, amount)
    return True


@external
def transferFrom(sender: address, to: address, amount: uint256) -> bool:
    """
    @notice Sends from somebody who has allowed it to the caller.
    """
    plain_token._transfer_from(msg.sender, sender, to, amount)
    return True


# ERC-2612


@external
def permit(owner: address, spender: address, amount: uint256, deadline: uint256, v: uint8, r: bytes32, s: bytes32):
    """
    @notice Sets an allowance by its owner's signature, which works once and up to and including the deadline.
    """
    assert block.timestamp <= deadline, "Dollar: permit expired"
    nonce: uint256 = self.nonces[owner]
    self.nonces[owner] = nonce + 1
    message: bytes32 = keccak256(abi_encode(PERMIT_TYPEHASH, owner, spender, amount, nonce, deadline))
    self._check(owner, message, self._signature(v, r, s))
    plain_token._approve(owner, spender, amount)


# ERC-3009


@external
def transferWithAuthorization(
    sender: address,
    to: address,
    amount: uint256,
    valid_after: uint256,
    valid_before: uint256,
    nonce: bytes32,
    signature: Bytes[signer.MAX_SIGNATURE],
):
    """
    @notice Sends by the sender's signature, which anyone may bring, once, between two moments.
    """
    self._transfer_authorized(Authorization(
        sender=sender, receiver=to, amount=amount, valid_after=valid_after, valid_before=valid_before, nonce=nonce
    ), signature)


@external
def receiveWithAuthorization(
    sender: address,
    to: address,
    amount: uint256,
    valid_after: uint256,
    valid_before: uint256,
    nonce: bytes32,
    signature: Bytes[signer.MAX_SIGNATURE],
):
    """
    @notice Sends by the sender's signature, which the receiver alone may bring.
    """
    self._receive_authorized(Authorization(
        sender=sender, receiver=to, amount=amount, valid_after=valid_after, valid_before=valid_before, nonce=nonce
    ), signature)


@external
def cancelAuthorization(authorizer: address, nonce: bytes32, signature: Bytes[signer.MAX_SIGNATURE]):
    """
    @notice Makes an authorization that is not used yet worthless, by its author's signature.
    """
    self._cancel_authorization(authorizer, nonce, signature)


@external
def __default__():
    """
    @notice The authorization calls with `v, r, s`.
    """
    selector: bytes4 = convert(slice(msg.data, 0, 4), bytes4)
    v: uint8 = 0
    r: bytes32 = empty(bytes32)
    s: bytes32 = empty(bytes32)
    if selector == CANCEL_BY_VRS:
        authorizer: address = empty(address)
        nonce: bytes32 = empty(bytes32)
        authorizer, nonce, v, r, s = abi_decode(slice(msg.data, 4, 160), (address, bytes32, uint8, bytes32, bytes32))
        self._cancel_authorization(authorizer, nonce, self._signature(v, r, s))
        return
    assert selector in [TRANSFER_BY_VRS, RECEIVE_BY_VRS], "Dollar: no such function"
    authorization: Authorization = empty(Authorization)
    authorization, v, r, s = abi_decode(slice(msg.data, 4, 288), (Authorization, uint8, bytes32, bytes32))
    if selector == TRANSFER_BY_VRS:
        self._transfer_authorized(authorization, self._signature(v, r, s))
    else:
        self._receive_authorized(authorization, self._signature(v, r, s))


# EIP-712


@external
@view
def DOMAIN_SEPARATOR() -> bytes32:
    """
    @notice What ties a signature to this contract on this chain.
    """
    return self._domain_separator()


@external
@view
def eip712Domain() -> (bytes1, String[128], String[1], uint256, address, bytes32, DynArray[uint256, 1]):
    """
    @notice The parts of the domain (ERC-5267); 0x0f says that the last two are unused.
    """
    return 0x0f, NAME, version, chain.id, self, empty(bytes32), []


# Helpers


@internal
def _transfer_authorized(authorization: Authorization, signature: Bytes[signer.MAX_SIGNATURE]):
    self._use(TRANSFER_WITH_AUTHORIZATION_TYPEHASH, authorization, signature)


@internal
def _receive_authorized(authorization: Authorization, signature: Bytes[signer.MAX_SIGNATURE]):
    assert msg.sender == authorization.receiver, "Dollar: not the receiver"
    self._use(RECEIVE_WITH_AUTHORIZATION_TYPEHASH, authorization, signature)


@internal
def _use(typehash: bytes32, authorization: Authorization, signature: Bytes[signer.MAX_SIGNATURE]):
    assert block.timestamp > authorization.valid_after, "Dollar: not valid yet"
    assert block.timestamp < authorization.valid_before, "Dollar: authorization expired"
    self._spend_nonce(authorization.sender, authorization.nonce)
    self._check(authorization.sender, keccak256(abi_encode(typehash, authorization)), signature)
    log AuthorizationUsed(authorizer=authorization.sender, nonce=authorization.nonce)
    plain_token._transfer(authorization.sender, authorization.receiver, authorization.amount)


@internal
def _cancel_authorization(authorizer: address, nonce: bytes32, signature: Bytes[signer.MAX_SIGNATURE]):
    self._spend_nonce(authorizer, nonce)
    self._check(authorizer, keccak256(abi_encode(CANCEL_AUTHORIZATION_TYPEHASH, authorizer, nonce)), signature)
    log AuthorizationCanceled(authorizer=authorizer, nonce=nonce)


@internal
def _spend_nonce(authorizer: address, nonce: bytes32):
    assert not self.authorizationState[authorizer][nonce], "Dollar: nonce used or cancelled"
    self.authorizationState[authorizer][nonce] = True


@internal
@view
def _check(author: address, message: bytes32, signature: Bytes[signer.MAX_SIGNATURE]):
    digest: bytes32 = keccak256(concat(x"1901", self._domain_separator(), message))
    valid: bool = False
    if author.is_contract:
        valid = self._approved_by_wallet(author, digest, signature)
    else:
        valid = author != empty(address) and signer._recover(digest, signature) == author
    assert valid, "Dollar: wrong signature"


@internal
@view
def _approved_by_wallet(wallet: address, digest: bytes32, signature: Bytes[signer.MAX_SIGNATURE]) -> bool:
    success: bool = False
    response: Bytes[32] = b""
    success, response = raw_call(
        wallet,
        abi_encode(digest, signature, method_id=method_id("isValidSignature(bytes32,bytes)")),
        max_outsize=32,
        is_static_call=True,
        revert_on_failure=False,
    )
    return success and len(response) == 32 and convert(response, bytes32) == ERC1271_MAGIC


@internal
@pure
def _signature(v: uint8, r: bytes32, s: bytes32) -> Bytes[65]:
    return concat(r, s, convert(v, bytes1))


@internal
@view
def _domain_separator() -> bytes32:
    return keccak256(abi_encode(DOMAIN_TYPEHASH, keccak256(NAME), keccak256(version), chain.id, self))
