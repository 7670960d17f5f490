// Accounts by their names, for the practice wallet's questions.
import { short } from "../../static/js/amounts.js";
import { market, say } from "../../static/js/page.js";

/** The name that an account gave itself, as pages show it; else the role that plays it, else the account. */
export async function nameOf(address) {
  const isSame = (other) => other.toLowerCase() === address.toLowerCase();
  if (isSame(market.escrow)) return say("prompt_escrow");
  const paying = Object.values(market.currencies).find(({ loyalty }) => loyalty && isSame(loyalty.address));
  if (paying) return say("prompt_loyalty", { unit: paying.symbol });
  const answer = await fetch(`/api/v1/accounts/${address}`).catch(() => null);
  const names = (answer?.ok && (await answer.json()).document?.name) || {};
  const title = market.devnet.roles.find((role) => isSame(role.address))?.title;
  return names[market.language] ?? Object.values(names)[0] ?? title ?? short(address);
}
