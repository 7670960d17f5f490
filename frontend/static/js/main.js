// What every page does: times, copy buttons, the wallet's place in the page's head.
import { short } from "./amounts.js";
import { showBalances, showLent } from "./balances.js";
import { showCart } from "./cart_link.js";
import { enableCopying } from "./copy.js";
import { showTimes } from "./countdown.js";
import { tellError } from "./errors.js";
import { market, say, tell, tellWhatWasLeft } from "./page.js";
import { keepReferrer } from "./referral.js";
import { connect, disconnect, recognise } from "./wallet.js";

const button = document.getElementById("wallet");
const account = document.getElementById("account");
let current = null;

function nameOf(address) {
  const role = market.devnet?.roles.find((known) => known.address.toLowerCase() === address.toLowerCase());
  return role?.title ?? short(address);
}

/** Mark the account where the page names it, as "you". */
function markOwn(address) {
  for (const place of document.querySelectorAll("[data-account]")) {
    if (place.dataset.account.toLowerCase() === address?.toLowerCase()) place.dataset.you = say("you");
    else delete place.dataset.you;
  }
}

function showAccount(address) {
  if (current && current.toLowerCase() !== address?.toLowerCase()) tell(""); // it was said to somebody else
  current = address;
  button.querySelector(".label").textContent = address ? nameOf(address) : say("connect");
  account.querySelector("code").textContent = address ?? "";
  account.querySelector("[data-copy]").dataset.copy = address ?? "";
  account.returnValue = "";
  markOwn(address);
  for (const link of document.querySelectorAll("[data-of-account]")) {
    link.href = address ? `${link.dataset.ofAccount}?account=${address}` : link.dataset.ofAccount;
  }
}

document.addEventListener("handover:account", ({ detail }) => showAccount(detail));
button.hidden = false;
button.addEventListener("click", () => {
  if (!current) return connect().catch(tellError);
  account.showModal();
  showBalances(account.querySelector("[data-balances]")).catch(() => {}); // they are told, not needed
  showLent(account.querySelectorAll("[data-vault]")).catch(() => {});
});
account.addEventListener("close", () => {
  if (account.returnValue === "disconnect") disconnect();
});

/** Where a line of choices is wider than the screen, the current one is in its middle; the page itself stays where it is. */
function showCurrent() {
  const current = document.querySelector(".filters [aria-current]");
  const line = current?.closest(".filters");
  if (!line) return;
  const [one, all] = [current, line].map((part) => part.getBoundingClientRect());
  line.scrollLeft += one.left + one.width / 2 - all.left - all.width / 2;
}

/** Claims that this browser has begun are followed until they are final; whoever has begun none is spared the module. */
async function followClaims() {
  if (!market.provenance || !Object.keys(localStorage).some((name) => name.startsWith("handover.claim."))) return;
  const followed = await import("./provenance/claims_followed.js");
  await followed.followClaims().catch(() => {}); // the next page looks again
}

keepReferrer();
showCurrent();
showCart();
enableCopying();
showTimes();
tellWhatWasLeft();
recognise().catch(tellError);
followClaims();
