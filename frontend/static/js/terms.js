// Ids of offers and orders, recomputed from the terms: what the contract will compute, too.
import { concat, keccak256, TypedDataEncoder } from "./ethers.js";

/** "address seller" as typed data has it. */
export const field = (pair) => {
  const [type, name] = pair.split(" ");
  return { type, name };
};

export const OFFER_FIELDS = [
  "address seller",
  "address currency",
  "uint256 price",
  "uint256 shipping",
  "uint256 ship_within",
  "uint256 deliver_within",
  "uint256 inspect_within",
  "address carrier",
  "address arbiter",
  "uint256 commission_bps",
  "address loyalty",
  "uint256 points_bps",
  "bytes32 details",
];

export const ORDER_FIELDS = [
  "Offer offer",
  "address buyer",
  "address payer",
  "uint256 quantity",
  "address referrer",
  "bytes32 delivery",
  "bytes32 salt",
];

const OFFER = { Offer: OFFER_FIELDS.map(field) };
const ORDER = { ...OFFER, Order: ORDER_FIELDS.map(field) };

/** hashStruct(Offer) */
export const offerId = (offer) => TypedDataEncoder.hashStruct("Offer", OFFER, offer);

/** What ties a hash or a signature to one Escrow on one chain. */
export const domainOf = (chainId, escrow) => ({ name: "Handover", version: "1", chainId, verifyingContract: escrow });

/** The typed-data digest of an order under the domain of one Escrow on one chain. */
export const orderId = (order, chainId, escrow) => TypedDataEncoder.hash(domainOf(chainId, escrow), ORDER, order);

/**
 * One name for orders that are paid together: their ids in order, hashed; of a single one its id. It is also the number by
 * which a payer's authorization names them.
 */
export const purchaseId = (ids) => (ids.length === 1 ? ids[0] : keccak256(concat(ids)));

/** What an order costs in all, in the currency's smallest unit. */
export const total = ({ offer, quantity }) => BigInt(offer.price) * BigInt(quantity) + BigInt(offer.shipping);
