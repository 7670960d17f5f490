// What the connected account has, in every currency of this market: by the chain's word, asked through its wallet.
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
