// What a wallet signs by EIP-712: a buyer's action for Escrow, a payer's authorization (ERC-3009) or permit (ERC-2612) for
// a currency. Each as { domain, types, message }. https://eips.ethereum.org/EIPS/eip-712
import { unitOf } from "./amounts.js";
import { market } from "./page.js";
import { domainOf, field } from "./terms.js";

const ACTION = [
  "bytes32 order_id",
  "string verb",
  "uint256 amount",
  "uint256 kind",
  "uint256 until",
  "bytes32 document",
  "uint256 expires",
  "uint256 status",
  "uint256 round",
];
const AUTHORIZATION = [
  "address from",
  "address to",
  "uint256 value",
  "uint256 validAfter",
  "uint256 validBefore",
  "bytes32 nonce",
];
const PERMIT = ["address owner", "address spender", "uint256 value", "uint256 nonce", "uint256 deadline"];

const typed = (domain, type, fields, message) => ({ domain, types: { [type]: fields.map(field) }, message });

/** `named` is the name and version under which the currency takes such signatures. */
const domainOfCurrency = (currency, named) => ({
  name: named.name,
  version: named.version,
  chainId: market.chain.id,
  verifyingContract: currency,
});

/** What a buyer wants of an order that stands as its record says; `wanted` has verb, amount, kind, until, document, expires. */
export function actionData(orderId, wanted, { status, round }) {
  const message = { order_id: orderId, ...wanted, status, round };
  return typed(domainOf(market.chain.id, market.escrow), "Action", ACTION, message);
}

/** A contract may take an amount once, before a point in time, for what `nonce` names. */
export function authorizationData(currency, to, from, value, validBefore, nonce) {
  const message = { from, to, value, validAfter: 0n, validBefore, nonce };
  const domain = domainOfCurrency(currency, unitOf(currency).authorization);
  return typed(domain, "ReceiveWithAuthorization", AUTHORIZATION, message);
}

/** Escrow may take an amount, by its owner's next permit. */
export function permitData(currency, owner, value, nonce, deadline) {
  const message = { owner, spender: market.escrow, value, nonce, deadline };
  return typed(domainOfCurrency(currency, unitOf(currency).permit), "Permit", PERMIT, message);
}
