// The numbers by which an authorization names what a contract that lends is paid for.
import { AbiCoder, keccak256 } from "../ethers.js";

const numberOf = (types, values) => keccak256(AbiCoder.defaultAbiCoder().encode(types, values));

/** Of an order's down payment; `plan` has how many instalments follow, and how many days apart. */
export const purchaseNonce = (orderId, { instalments, days }) =>
  numberOf(["bytes32", "uint256", "uint256"], [orderId, instalments, days]);

/** Of a payment for a plan; the salt (32 bytes) tells two of them apart. */
export const repaymentNonce = (planId, salt) => numberOf(["bytes32", "bytes32"], [planId, salt]);
