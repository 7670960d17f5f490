// The calls that pages make: Escrow's, a Loyalty's, Identity's and an ERC-20 currency's.
import { Contract, ZeroAddress } from "./ethers.js";
import { market } from "./page.js";
import { OFFER_FIELDS, ORDER_FIELDS } from "./terms.js";

const OFFER = `tuple(${OFFER_FIELDS.join(", ")})`;
export const ORDER = `tuple(${ORDER_FIELDS.join(", ").replace("Offer offer", `${OFFER} offer`)})`;

const ACTION =
  "tuple(bytes32 verb, uint256 amount, uint256 kind, uint256 until, bytes32 document, uint256 expires)";
const PAYERS_WORD = "uint256 until, uint8 v, bytes32 r, bytes32 s";

export const ESCROW = [
  `function pay(${ORDER} order) payable`,
  `function pay_many(${ORDER}[] orders) payable`,
  `function pay_with_permit(${ORDER} order, ${PAYERS_WORD})`,
  `function pay_with_authorization(${ORDER} order, ${PAYERS_WORD})`,
  `function pay_many_with_authorization(${ORDER}[] orders, ${PAYERS_WORD})`,
  `function act_signed(${ORDER} order, ${ACTION} action, bytes signature)`,
  `function confirm(${ORDER} order)`,
  `function cancel(${ORDER} order)`,
  `function request(${ORDER} order, uint256 amount, uint256 kind, bytes32 document)`,
  `function send_back(${ORDER} order, bytes32 document)`,
  `function release(${ORDER} order, uint256 keep)`,
  `function dispute(${ORDER} order, bytes32 document)`,
  `function submit_evidence(${ORDER} order, bytes32 document)`,
  `function extend(${ORDER} order, uint256 until)`,
  `function enforce(${ORDER} order)`,
  "function collect(bytes32 key, address currency) returns (uint256)",
  "function withdraw(address account, address currency)",
  "function record(bytes32 order_id) view returns (tuple(uint256 status, uint256 round, uint256 kind, bool buyer_extended, bool seller_extended, bool returned, uint256 deadline, uint256 released, uint256 refunded))",
  "function stock(bytes32 offer_id) view returns (tuple(bool published, uint256 cap, uint256 sold))",
  "function credits(address account, bytes32 key, address currency) view returns (uint256)",
];

export const LOYALTY = [
  `function pay(${ORDER} order) payable`,
  `function pay_many(${ORDER}[] orders) payable`,
  "function collect(address buyer)",
  "function collect_cash(address buyer, address currency)",
  `function settle(${ORDER} order)`,
  "function withdraw(address account, address currency)",
  "function balanceOf(address account) view returns (uint256)",
  "function ready(address buyer) view returns (uint256)",
  "function escrow() view returns (address)",
  "function currency() view returns (address)",
  "function settled(bytes32 order_id) view returns (uint256)",
  "function credits(address account, bytes32 key, address currency) view returns (uint256)",
  "event OrderSettled(bytes32 indexed order_id, uint256 cash, uint256 points)",
];

const EVENTS = [
  "event OrderConfirmed(bytes32 indexed order_id, uint256 released)",
  "event OrderCancelled(bytes32 indexed order_id, uint256 status, uint256 refunded)",
  "event OrderRequested(bytes32 indexed order_id, uint256 kind, uint256 amount, uint256 released, uint256 deadline, bytes32 document)",
  "event OrderReleased(bytes32 indexed order_id, uint256 released)",
  "event ReturnSent(bytes32 indexed order_id, uint256 deadline, bytes32 document)",
  "event OrderDisputed(bytes32 indexed order_id, address by, uint256 deadline, bytes32 document)",
  "event OrderExtended(bytes32 indexed order_id, address by, uint256 deadline)",
  "event OrderEnforced(bytes32 indexed order_id, uint256 released, uint256 refunded)",
  "event EvidenceSubmitted(bytes32 indexed order_id, address by, bytes32 document)",
  "event CreditCollected(address indexed account, bytes32 indexed key, address currency, uint256 amount)",
];

export const ERC20 = [
  "function balanceOf(address owner) view returns (uint256)",
  "function allowance(address owner, address spender) view returns (uint256)",
  "function approve(address spender, uint256 amount) returns (bool)",
  "function nonces(address owner) view returns (uint256)",
  "function authorizationState(address payer, bytes32 nonce) view returns (bool)",
];

const IDENTITY = [
  "function profiles(address account) view returns (bytes32)",
  "function holds(address issuer, address subject, bytes32 kind) view returns (bool)",
];

export const escrow = (runner) => new Contract(market.escrow, [...ESCROW, ...EVENTS], runner);
export const identity = (runner) => new Contract(market.identity, IDENTITY, runner);
export const loyalty = (address, runner) => new Contract(address, LOYALTY, runner);
export const token = (address, runner) => new Contract(address, ERC20, runner);
export const isCoin = (currency) => currency === ZeroAddress;

/** What an account has of a currency, at a block or at the latest. */
export function balance(account, currency, provider, blockTag = "latest") {
  if (isCoin(currency)) return provider.getBalance(account, blockTag);
  return token(currency, provider).balanceOf(account, { blockTag });
}
