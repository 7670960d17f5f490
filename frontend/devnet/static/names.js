// Accounts by their names, for the practice wallet's questions; contracts of the market by what they do.
import { nameOf as nameOfPerson } from "../../static/js/people.js";
import { market, say } from "../../static/js/page.js";

/** The currency, and what is known of it, that a contract lends; undefined where it lends none. */
export const currencyLentBy = (address) =>
  Object.entries(market.currencies).find(([, { credit }]) => credit?.address.toLowerCase() === address.toLowerCase());

/** What an account is called. */
export async function nameOf(address) {
  const isSame = (other) => other.toLowerCase() === address.toLowerCase();
  if (isSame(market.escrow)) return say("prompt_escrow");
  const lending = currencyLentBy(address);
  if (lending) return say("prompt_lending", { unit: lending[1].symbol });
  const paying = Object.values(market.currencies).find(({ loyalty }) => loyalty && isSame(loyalty.address));
  return paying ? say("prompt_loyalty", { unit: paying.symbol }) : nameOfPerson(address);
}
