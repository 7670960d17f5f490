// The calls that a seller makes, as the contracts have them.
import { OFFER_FIELDS, ORDER_FIELDS } from "../terms.js";

const OFFER = `tuple(${OFFER_FIELDS.join(", ")})`;
export const ORDER = `tuple(${ORDER_FIELDS.join(", ").replace("Offer offer", `${OFFER} offer`)})`;

export const SELLER = [
  `function publish(${OFFER} offer, uint256 cap)`,
  `function publish_many(${OFFER}[] offers, uint256[] caps)`,
  `function revise(${OFFER} old, ${OFFER} new)`,
  `function set_cap(${OFFER} offer, uint256 cap)`,
  `function ship(${ORDER} order)`,
  `function ship_many(${ORDER}[] orders)`,
  `function refund(${ORDER} order, uint256 amount)`,
  `function concede(${ORDER} order)`,
  `function approve_return(${ORDER} order, bytes32 document)`,
  `function replace(${ORDER} order)`,
  `function dispute(${ORDER} order, bytes32 document)`,
  `function extend(${ORDER} order, uint256 until)`,
  `function refund_closed(${ORDER} order, uint256 amount, bytes32 document) payable`,
  `function submit_evidence(${ORDER} order, bytes32 document)`,
  "event ClosedOrderRefunded(bytes32 indexed order_id, uint256 amount, bytes32 document)",
];

export const IDENTITY = [
  "function describe(bytes32 document)",
  "function profiles(address account) view returns (bytes32)",
];
