// The contract that pays orders in a currency for whoever pays later: whether it is that of the address book, its calls.
import { Refusal } from "../errors.js";
import { Contract, getAddress, keccak256 } from "../ethers.js";
import { unitOf } from "../amounts.js";
import { market, say } from "../page.js";

const PLAN =
  "tuple(bytes32 order_id, address buyer, address seller, uint256 principal, uint256 start, uint256 instalments, uint256 interval, uint256 slot)";
const RECORD =
  "tuple(uint256 state, uint256 paid, uint256 refunded, uint256 outstanding, uint256 payoff, uint256 next, uint256 next_amount, uint256 next_due, uint256 late, uint256 paused)";
const PARAMETERS =
  "tuple(address escrow, address identity, address issuer, address currency, uint256 base, uint256 maximum, uint256 growth_bps, uint256 fee_bps, uint256 late_bps, uint256 seller_bps, uint256 buyer_bps)";
const CREDIT = [
  `function repay(${PLAN} plan, uint256 amount)`,
  `function record(${PLAN} plan) view returns (${RECORD})`,
  `function parameters() view returns (${PARAMETERS})`,
];

/** The contract of a currency; throws Refusal unless it is the one that the address book names, for this market. */
export async function creditOf(currency, provider) {
  const known = unitOf(currency).credit;
  if (!known || keccak256(await provider.getCode(known.address)) !== known.code_hash) {
    throw new Refusal(say("credit_unknown"));
  }
  const contract = new Contract(known.address, CREDIT, provider);
  const fixed = await contract.parameters();
  if (fixed.currency !== getAddress(currency) || fixed.escrow !== market.escrow) throw new Refusal(say("credit_unknown"));
  return contract;
}
