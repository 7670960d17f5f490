// The contract that pays orders in a currency for whoever pays later: whether it is that of the address book, its calls.
import { Refusal } from "../errors.js";
import { unitOf } from "../amounts.js";
import { ORDER } from "../contracts.js";
import { Contract, getAddress, keccak256 } from "../ethers.js";
import { market, say } from "../page.js";

const PLAN =
  "tuple(bytes32 order_id, address buyer, address seller, uint256 principal, uint256 start, uint256 instalments, uint256 interval, uint256 slot)";
const RECORD =
  "tuple(uint256 state, uint256 paid, uint256 refunded, uint256 outstanding, uint256 payoff, uint256 next, uint256 next_amount, uint256 next_due, uint256 late, uint256 paused)";
const PARAMETERS =
  "tuple(address escrow, address identity, address issuer, address currency, uint256 base, uint256 maximum, uint256 growth_bps, uint256 fee_bps, uint256 late_bps, uint256 seller_bps, uint256 buyer_bps)";
const STANDING =
  "tuple(uint256 base, uint256 earned, uint256 maximum, uint256 repaid, uint256 outstanding, bool overdue, uint256 halved_until, uint256 limit, uint256 left)";
const SIGNATURE = "uint8 v, bytes32 r, bytes32 s";
const PAYERS_WORD = `uint256 until, ${SIGNATURE}`;

export const CREDIT = [
  `function buy(${ORDER} order, uint256 down, uint256 instalments, uint256 days)`,
  `function buy_with_authorization(${ORDER} order, uint256 down, uint256 instalments, uint256 days, ${PAYERS_WORD})`,
  `function repay(${PLAN} plan, uint256 amount)`,
  `function repay_with_authorization(${PLAN} plan, address payer, uint256 amount, uint256 until, bytes32 salt, ${SIGNATURE})`,
  `function settle(${PLAN} plan)`,
  `function pause(${PLAN} plan)`,
  `function resume(${PLAN} plan)`,
  "function withdraw_credit(address account)",
  "function credits(address account, bytes32 key, address currency) view returns (uint256)",
  `function record(${PLAN} plan) view returns (${RECORD})`,
  `function parameters() view returns (${PARAMETERS})`,
  `function standing(address buyer) view returns (${STANDING})`,
  "function cash() view returns (uint256)",
  "function totalAssets() view returns (uint256)",
  "function open_at_seller(address seller) view returns (uint256)",
];

/** Whatever contract is at an address, as one that lends. */
export const creditAt = (address, runner) => new Contract(address, CREDIT, runner);

/** The contract of a currency; throws Refusal unless it is the one that the address book names, for this market. */
export async function creditOf(currency, provider) {
  const known = unitOf(currency).credit;
  if (!known || keccak256(await provider.getCode(known.address)) !== known.code_hash) {
    throw new Refusal(say("credit_unknown"));
  }
  const contract = creditAt(known.address, provider);
  const fixed = await contract.parameters();
  if (fixed.currency !== getAddress(currency) || fixed.escrow !== market.escrow) throw new Refusal(say("credit_unknown"));
  return contract;
}
