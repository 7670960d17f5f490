// An account's points: goes to the connected account's page; collects what is ready, and fetches cash that waits.
import { money } from "./amounts.js";
import { escrow, loyalty } from "./contracts.js";
import { tellError } from "./errors.js";
import { ZeroHash, zeroPadValue } from "./ethers.js";
import { checkLoyalty } from "./loyalty.js";
import { data, keepFocus, say, tell, tellAfterwards } from "./page.js";
import { loyaltyOf } from "./points.js";
import { indexed } from "./storefront.js";
import { blockOf, send, settled } from "./transactions.js";
import { connect, onAccount } from "./wallet.js";

const { account: shown, address } = data("points-page");

/** By what a button is for: the call, its arguments, what waits, and what is said once it has been fetched. */
const DEEDS = {
  collect: {
    call: "collect",
    values: () => [shown],
    waiting: (contract) => contract.ready(shown),
    done: "points_collected",
  },
  withdraw: {
    call: "withdraw",
    values: (currency) => [shown, currency],
    waiting: (contract, currency) => contract.credits(shown, ZeroHash, currency),
    done: "cash_fetched",
  },
  take: {
    call: "collect_cash",
    values: (currency) => [shown, currency],
    waiting: (contract, currency, provider) => escrow(provider).credits(contract.target, zeroPadValue(shown, 32), currency),
    done: "cash_fetched",
  },
};

async function act(name, currency, pointsIn) {
  const { account, provider } = await connect();
  await checkLoyalty(pointsIn, provider);
  const contract = loyalty(loyaltyOf(pointsIn).address, provider);
  const { call, values, waiting, done } = DEEDS[name];
  const amount = await waiting(contract, currency, provider);
  await contract[call].staticCall(...values(currency), { from: account });
  tell(say("confirm_in_wallet"));
  const sent = await send(contract[call], account, provider, values(currency));
  tell(say("waiting_for_chain"));
  await settled(provider, sent, async () => (await waiting(contract, currency, provider)) < amount);
  await indexed(await blockOf(sent.hash, provider));
  tellAfterwards(say(done, { amount: money(amount, currency) }));
  location.reload();
}

function attempt(button, name) {
  const focusAgain = keepFocus();
  button.disabled = true;
  act(name, button.dataset[name], button.dataset.from ?? button.dataset[name])
    .catch(tellError)
    .finally(() => {
      button.disabled = false;
      focusAgain();
    });
}

for (const name of Object.keys(DEEDS)) {
  for (const button of document.querySelectorAll(`[data-${name}]`)) {
    button.hidden = false;
    button.addEventListener("click", () => attempt(button, name));
  }
}
onAccount((connected) => {
  if (connected && !shown) location.assign(`${address}?account=${connected}`);
});
const connectHere = document.getElementById("connect-here");
if (connectHere) {
  connectHere.hidden = false;
  connectHere.addEventListener("click", () => document.getElementById("wallet").click());
}
