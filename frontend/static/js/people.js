// Accounts by their names.
import { short } from "./amounts.js";
import { market } from "./page.js";

/** The name that an account gave itself, as pages show it; else the practice role that plays it, else the account. */
export async function nameOf(address) {
  const answer = await fetch(`/api/v1/accounts/${address}`).catch(() => null);
  const names = (answer?.ok && (await answer.json()).document?.name) || {};
  const title = market.devnet?.roles.find((role) => role.address.toLowerCase() === address.toLowerCase())?.title;
  return names[market.language] ?? Object.values(names)[0] ?? title ?? short(address);
}
