// Paying later, asked of the chain again before anything is signed: who vouches for whom, what the limit leaves, what lenders
// have. No page in here.
import { money, share } from "../amounts.js";
import { identity } from "../contracts.js";
import { Refusal } from "../errors.js";
import { encodeBytes32String } from "../ethers.js";
import { say } from "../page.js";
import { total } from "../terms.js";
import { creditOf } from "./contract.js";

const [PERSON, BUSINESS] = ["person", "business"].map(encodeBytes32String);

/** What is wrong with the parties, as a reason of the contract; "" where nothing is. */
async function unvouched({ buyer, offer }, issuer, provider) {
  const { holds } = identity(provider);
  const [isPerson, isBusiness] = await Promise.all([holds(issuer, buyer, PERSON), holds(issuer, offer.seller, BUSINESS)]);
  if (!isBusiness) return "Credit: seller has no claim";
  return isPerson ? "" : "Credit: buyer has no claim";
}

/** What is wrong with the sum, in a sentence; "" where nothing is. */
async function tooMuch({ buyer, offer }, principal, contract, fixed) {
  const [standing, cash, assets, atSeller] = await Promise.all([
    contract.standing(buyer),
    contract.cash(),
    contract.totalAssets(),
    contract.open_at_seller(offer.seller),
  ]);
  const inWords = (amount) => money(amount, offer.currency);
  if (standing.overdue) return say("later_overdue");
  if (standing.left < principal) return say("later_limit", { left: inWords(standing.left), wanted: inWords(principal) });
  if (cash < principal) return say("later_cash", { cash: inWords(cash), wanted: inWords(principal) });
  if (standing.outstanding + principal > share(assets, fixed.buyer_bps)) return say("Credit: too much for one buyer");
  return atSeller + principal > share(assets, fixed.seller_bps) ? say("Credit: too much at one seller") : "";
}

/** Throw Refusal where an order cannot be paid later as it is agreed, by the chain's word. */
export async function checkPlan(order, provider) {
  const contract = await creditOf(order.offer.currency, provider);
  const fixed = await contract.parameters();
  const principal = total(order) - BigInt(order.plan.down);
  if (share(principal, fixed.fee_bps) !== BigInt(order.plan.fee)) throw new Refusal(say("terms_differ"));
  const reason = await unvouched(order, fixed.issuer, provider);
  if (reason) throw new Refusal(say(reason));
  const problem = await tooMuch(order, principal, contract, fixed);
  if (problem) throw new Refusal(problem);
}
