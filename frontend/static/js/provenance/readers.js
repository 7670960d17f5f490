// What is one reader's and not another's: `data-only-for` and `data-not-for` name accounts, `data-unconnected` is for who has
// not said who he is.
import { tellError } from "../errors.js";
import { connect, onAccount } from "../wallet.js";

function showFor(account) {
  const isAmong = (accounts) => Boolean(account) && accounts.toLowerCase().split(" ").includes(account.toLowerCase());
  for (const place of document.querySelectorAll("[data-only-for]")) place.hidden = !isAmong(place.dataset.onlyFor);
  for (const place of document.querySelectorAll("[data-not-for]")) place.hidden = isAmong(place.dataset.notFor);
  for (const place of document.querySelectorAll("[data-unconnected]")) place.hidden = Boolean(account);
}

showFor(null);
for (const button of document.querySelectorAll("[data-connect]")) {
  button.addEventListener("click", () => connect().catch(tellError));
}
onAccount(showFor);
