// An amount that somebody typed where instalments are paid, or money is lent.
import { unitOf } from "../amounts.js";
import { Refusal } from "../errors.js";
import { parseUnits } from "../ethers.js";
import { say } from "../page.js";

const IN_THOUSANDS = /^\d{1,3}(,\d{3})+(\.\d+)?$/; // as pages write amounts; any other comma may be meant as a decimal point

const bare = (text) => (IN_THOUSANDS.test(text) ? text.replaceAll(",", "") : text);

/** What somebody typed, in the currency's smallest unit; throws Refusal where that is no amount above nothing. */
export function typed(text, currency) {
  try {
    const amount = parseUnits(bare(text.trim()), unitOf(currency).decimals);
    if (amount > 0n) return amount;
  } catch {
    // told below
  }
  throw new Refusal(say("repay_wrong", { unit: unitOf(currency).symbol }));
}
