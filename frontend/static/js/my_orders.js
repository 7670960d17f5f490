// My orders: goes to the connected account's list.
import { data } from "./page.js";

const { account, address } = data("my-orders");

document.addEventListener("handover:account", ({ detail }) => {
  if (detail && detail.toLowerCase() !== account.toLowerCase()) location.assign(`${address}?account=${detail}`);
});
document.getElementById("connect-here")?.addEventListener("click", () => document.getElementById("wallet").click());
