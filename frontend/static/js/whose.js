// The question whose page it shall be: goes to the connected account's.
import { onAccount } from "./wallet.js";

onAccount((account) => account && location.assign(`${location.pathname}?account=${account}`));
const connectHere = document.getElementById("connect-here");
connectHere.hidden = false;
connectHere.addEventListener("click", () => document.getElementById("wallet").click());
