# pragma version 0.4.3
"""
@title The ids of offers and orders: EIP-712 hashes of their terms
@license AGPL-3.0-only
@notice An offer's id is hashStruct(Offer), an order's id the typed-data digest of Order(Offer offer,...)
        under the domain fixed at deployment, so that a wallet shows and signs exactly the terms.
        After a fork with a new chain id, ids stay as they are. https://eips.ethereum.org/EIPS/eip-712
"""
from ..interfaces import IEscrow

DOMAIN_TYPEHASH: constant(bytes32) = keccak256(
    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
)
OFFER_TYPEHASH: constant(bytes32) = keccak256(
    "Offer(address seller,address currency,uint256 price,uint256 shipping,"
    "uint256 ship_within,uint256 deliver_within,uint256 inspect_within,address carrier,address arbiter,"
    "uint256 commission_bps,address loyalty,uint256 points_bps,bytes32 details)"
)
ORDER_TYPEHASH: constant(bytes32) = keccak256(
    "Order(Offer offer,address buyer,address payer,uint256 quantity,address referrer,bytes32 delivery,bytes32 salt)"
    "Offer(address seller,address currency,uint256 price,uint256 shipping,"
    "uint256 ship_within,uint256 deliver_within,uint256 inspect_within,address carrier,address arbiter,"
    "uint256 commission_bps,address loyalty,uint256 points_bps,bytes32 details)"
)

ACTION_TYPEHASH: constant(bytes32) = keccak256(
    "Action(bytes32 order_id,string verb,uint256 amount,uint256 kind,uint256 until,bytes32 document,"
    "uint256 expires,uint256 status,uint256 round)"
)

DOMAIN_SEPARATOR: immutable(bytes32)


@deploy
def __init__():
    DOMAIN_SEPARATOR = keccak256(
        abi_encode(
            DOMAIN_TYPEHASH, keccak256("Handover"), keccak256("1"), chain.id, self
        )
    )


@internal
@pure
def _offer_id(offer: IEscrow.Offer) -> bytes32:
    return keccak256(abi_encode(OFFER_TYPEHASH, offer))


@internal
@view
def _order_id(order: IEscrow.Order) -> bytes32:
    offer_id: bytes32 = keccak256(abi_encode(OFFER_TYPEHASH, order.offer))
    struct_hash: bytes32 = keccak256(
        abi_encode(
            ORDER_TYPEHASH,
            offer_id,
            order.buyer,
            order.payer,
            order.quantity,
            order.referrer,
            order.delivery,
            order.salt,
        )
    )
    return keccak256(concat(b"\x19\x01", DOMAIN_SEPARATOR, struct_hash))


@internal
@view
def _order_id_of(offer_id: bytes32, order: IEscrow.Order) -> bytes32:
    """
    @dev The same for whoever has the offer's id already, and less gas.
    """
    struct_hash: bytes32 = keccak256(
        abi_encode(
            ORDER_TYPEHASH,
            offer_id,
            order.buyer,
            order.payer,
            order.quantity,
            order.referrer,
            order.delivery,
            order.salt,
        )
    )
    return keccak256(concat(b"\x19\x01", DOMAIN_SEPARATOR, struct_hash))


@internal
@view
def _action_digest(order_id: bytes32, action: IEscrow.Action, status: uint256, round: uint256) -> bytes32:
    """
    @dev `action.verb` is the hash of the verb's name, as EIP-712 has it of a text.
    """
    struct_hash: bytes32 = keccak256(abi_encode(ACTION_TYPEHASH, order_id, action, status, round))
    return keccak256(concat(b"\x19\x01", DOMAIN_SEPARATOR, struct_hash))
