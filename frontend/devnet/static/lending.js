// What a call of a contract that lends does for a lender, in words for the practice wallet's question.
import { money } from "../../static/js/amounts.js";
import { sharesInWords, VAULT } from "../../static/js/credit/vault.js";
import { Interface } from "../../static/js/ethers.js";
import { say } from "../../static/js/page.js";
import { currencyLentBy, nameOf } from "./names.js";

const onVaults = new Interface(VAULT);
const DONE = ["deposit", "withdraw", "redeem"];

/** What somebody lends, or takes out, and who gets it; nothing of any other call. */
export async function calledOnVaults({ to, data = "0x" }) {
  const [currency] = (to && currencyLentBy(to)) ?? [];
  const call = currency && onVaults.parseTransaction({ data });
  if (!DONE.includes(call?.name)) return "";
  const { assets = 0n, shares = 0n, receiver } = call.args;
  const told = { amount: money(assets, currency), shares: sharesInWords(shares, currency) };
  return say(`prompt_vault_${call.name}`, { ...told, to: await nameOf(to), receiver: await nameOf(receiver) });
}
