// What the connected account has, in every currency of this market: by the chain's word, asked through its wallet.
import { brief, money } from "./amounts.js";
import { market, say } from "./page.js";
import { reconnect } from "./wallet.js";

function line(text, value) {
  const made = document.createElement("div");
  const [name, amount] = ["dt", "dd"].map((tag) => document.createElement(tag));
  name.textContent = text;
  amount.textContent = value;
  made.append(name, amount);
  return made;
}

/** Write the balances into a list; it stays as it is where the wallet cannot say. */
export async function showBalances(place) {
  const connected = await reconnect();
  if (!connected) return;
  const { balance } = await import("./contracts.js");
  const { account, provider } = connected;
  const lines = Object.keys(market.currencies).map(async (currency) => {
    const owned = await balance(account, currency, provider);
    return line(say("you_have"), money(brief(owned, currency), currency));
  });
  place.replaceChildren(...(await Promise.all(lines)));
}
