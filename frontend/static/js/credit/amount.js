// An amount that somebody typed where instalments are paid, or money is lent.
import { ungrouped, unitOf } from "../amounts.js";
import { Refusal } from "../errors.js";
import { parseUnits } from "../ethers.js";
import { say } from "../page.js";

/** What somebody typed, in the currency's smallest unit; throws Refusal where that is no amount above nothing. */
export function typed(text, currency) {
  try {
    const amount = parseUnits(ungrouped(text), unitOf(currency).decimals);
    if (amount > 0n) return amount;
  } catch {
    // told below
  }
  throw new Refusal(say("repay_wrong", { unit: unitOf(currency).symbol }));
}
