// The question whose page it shall be: the connected account's takes its place, so that the way back passes by it.
import { onAccount } from "./wallet.js";

onAccount((account) => account && location.replace(`${location.pathname}?account=${account}`));
const connectHere = document.getElementById("connect-here");
connectHere.hidden = false;
connectHere.addEventListener("click", () => document.getElementById("wallet").click());
