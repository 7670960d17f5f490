// My orders: goes to the connected account's list.
import { data } from "./page.js";
import { onAccount } from "./wallet.js";

const { account, address } = data("my-orders");

onAccount((connected) => {
  if (connected && connected.toLowerCase() !== account.toLowerCase()) location.assign(`${address}?account=${connected}`);
});
