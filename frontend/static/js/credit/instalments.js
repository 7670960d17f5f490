// Whether the reader can pay later: the connected account takes the place of none; of another one it shows the way to its own.
import { data } from "../page.js";
import { onAccount } from "../wallet.js";

const { account: asked } = data("instalments-page");
const connectHere = document.getElementById("connect-here");
const another = document.getElementById("another");

function addressFor(account) {
  const query = new URLSearchParams(location.search);
  query.set("account", account);
  return `${location.pathname}?${query}`;
}

onAccount((account) => {
  if (account && !asked) location.replace(addressFor(account));
  if (!another) return;
  another.hidden = !account || account.toLowerCase() === asked.toLowerCase();
  if (account) another.querySelector("a").href = addressFor(account);
});
if (connectHere) connectHere.hidden = false;
connectHere?.addEventListener("click", () => document.getElementById("wallet").click());
