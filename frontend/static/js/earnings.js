// What a referrer earned: goes to the connected account's page; has what waits in Escrow sent to the account.
import { money } from "./amounts.js";
import { escrow } from "./contracts.js";
import { ZeroHash } from "./ethers.js";
import { tellError } from "./errors.js";
import { data, keepFocus, say, tell, tellAfterwards } from "./page.js";
import { indexed } from "./storefront.js";
import { blockOf, send, settled } from "./transactions.js";
import { connect, onAccount } from "./wallet.js";

const { account: shown, address } = data("earnings");

async function withdraw(currency) {
  const { account, provider } = await connect();
  const contract = escrow(provider);
  const waiting = await contract.credits(shown, ZeroHash, currency);
  await contract.withdraw.staticCall(shown, currency, { from: account });
  tell(say("confirm_in_wallet"));
  const sent = await send(contract.withdraw, account, provider, [shown, currency]);
  tell(say("waiting_for_chain"));
  await settled(provider, sent, async () => (await contract.credits(shown, ZeroHash, currency)) < waiting);
  await indexed(await blockOf(sent.hash, provider));
  tellAfterwards(say("withdrawn", { amount: money(waiting, currency) }));
  location.reload();
}

function attempt(button) {
  const focusAgain = keepFocus();
  button.disabled = true;
  withdraw(button.dataset.withdraw)
    .catch(tellError)
    .finally(() => {
      button.disabled = false;
      focusAgain();
    });
}

for (const button of document.querySelectorAll("[data-withdraw]")) {
  button.hidden = false;
  button.addEventListener("click", () => attempt(button));
}
onAccount((connected) => {
  if (connected && !shown) location.assign(`${address}?account=${connected}`);
});
const connectHere = document.getElementById("connect-here");
if (connectHere) {
  connectHere.hidden = false;
  connectHere.addEventListener("click", () => document.getElementById("wallet").click());
}
