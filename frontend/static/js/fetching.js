// Fetching what waits for an account in a contract, by buttons that appear where scripts run.
import { money } from "./amounts.js";
import { tellError } from "./errors.js";
import { keepFocus, say, tell, tellAfterwards } from "./page.js";
import { indexed } from "./storefront.js";
import { blockOf, send, settled } from "./transactions.js";
import { connect } from "./wallet.js";

/**
 * Fetch it, rehearsed before the wallet asks, and load the page again once it waits no more.
 * @param {object} wanted { contract, call, values, currency }, `waiting()`, how much waits, and `done`, what is said then
 */
async function fetchWaiting({ contract, call, values, currency, waiting, done }, { account, provider }) {
  const amount = await waiting();
  await contract[call].staticCall(...values, { from: account });
  tell(say("confirm_in_wallet"));
  const sent = await send(contract[call], account, provider, values);
  tell(say("waiting_for_chain"));
  await settled(provider, sent, async () => (await waiting()) < amount);
  await indexed(await blockOf(sent.hash, provider));
  tellAfterwards(say(done, { amount: money(amount, currency) }));
  location.reload();
}

function attempt(button, wanted) {
  const focusAgain = keepFocus();
  button.disabled = true;
  connect()
    .then(async (connected) => fetchWaiting(await wanted(button.dataset, connected.provider), connected))
    .catch(tellError)
    .finally(() => {
      button.disabled = false;
      focusAgain();
    });
}

/** Let the buttons of a kind fetch what `wanted(dataset, provider)` says; it may be refused there. */
export function enableFetching(kind, wanted) {
  for (const button of document.querySelectorAll(`[data-${kind}]`)) {
    button.hidden = false;
    button.addEventListener("click", () => attempt(button, wanted));
  }
}
