// My items: what is only for their owner, and, once somebody else has connected meanwhile, the way to his.
import { data } from "../page.js";
import { onAccount } from "../wallet.js";
import "./readers.js";

const { account } = data("mine");
let before; // undefined until somebody is known

onAccount((connected) => {
  document.querySelector("[data-connected]").hidden = !connected;
  if (before !== undefined && connected && connected.toLowerCase() !== account.toLowerCase()) {
    location.assign(`${location.pathname}?account=${connected}`);
  }
  before = connected;
});
