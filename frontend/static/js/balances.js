// What the connected account has, in every currency of this market, and which vaults it has lent something: by the chain's word,
// asked through its wallet.
import { brief, money } from "./amounts.js";
import { reconnect } from "./wallet.js";

/** Write the balances into their lines; these stay as they are where the wallet cannot say. */
export async function showBalances(place) {
  const connected = await reconnect();
  if (!connected) return;
  const { balance } = await import("./contracts.js");
  const { account, provider } = connected;
  const shown = [...place.children].map(async (line) => {
    const { currency } = line.dataset;
    line.textContent = money(brief(await balance(account, currency, provider), currency), currency);
  });
  await Promise.all(shown);
}

/** Show the links to vaults of which the account has shares; the others stay hidden. */
export async function showLent(links) {
  const connected = links.length && (await reconnect());
  if (!connected) return;
  const { balance } = await import("./contracts.js");
  const { account, provider } = connected;
  const shown = [...links].map(async (link) => {
    link.hidden = (await balance(account, link.dataset.vault, provider)) === 0n;
  });
  await Promise.all(shown);
}
