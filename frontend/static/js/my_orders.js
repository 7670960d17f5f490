// My orders: goes to the connected account's list.
import { data } from "./page.js";

const { account, address } = data("my-orders");

document.addEventListener("handover:account", ({ detail }) => {
  if (detail && detail.toLowerCase() !== account.toLowerCase()) location.assign(`${address}?account=${detail}`);
});
const connectHere = document.getElementById("connect-here");
if (connectHere) {
  connectHere.hidden = false;
  connectHere.addEventListener("click", () => document.getElementById("wallet").click());
}
