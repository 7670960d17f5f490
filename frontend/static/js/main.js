// What every page does: times, copy buttons, the wallet's place in the page's head.
import { short } from "./amounts.js";
import { enableCopying } from "./copy.js";
import { showTimes } from "./countdown.js";
import { tellError } from "./errors.js";
import { market, say, tellWhatWasLeft } from "./page.js";
import { connect, disconnect, reconnect } from "./wallet.js";

const button = document.getElementById("wallet");
let current = null;

function nameOf(account) {
  const role = market.devnet?.roles.find(({ address }) => address.toLowerCase() === account.toLowerCase());
  return role?.title ?? short(account);
}

function showAccount(account) {
  current = account;
  button.querySelector(".label").textContent = account ? nameOf(account) : say("connect");
  button.title = account ?? "";
  for (const place of document.querySelectorAll("[data-account]")) {
    const isOwn = account && place.dataset.account.toLowerCase() === account.toLowerCase();
    if (isOwn) place.dataset.you = say("you");
    else delete place.dataset.you;
  }
  for (const link of document.querySelectorAll("[data-my-orders]")) {
    link.href = account ? `${link.dataset.myOrders}?account=${account}` : link.dataset.myOrders;
  }
}

document.addEventListener("handover:account", ({ detail }) => showAccount(detail));
button.hidden = false;
button.addEventListener("click", () => {
  if (current) disconnect();
  else connect().catch(tellError);
});

enableCopying();
showTimes();
tellWhatWasLeft();
reconnect().catch(tellError);
