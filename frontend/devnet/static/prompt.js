// The devnet wallet's question before it signs, in words read from the call itself, not from the page.
import { money } from "../../static/js/amounts.js";
import { ERC20, ESCROW } from "../../static/js/contracts.js";
import { IDENTITY, SELLER } from "../../static/js/merchant/calls.js";
import { Interface, toUtf8String, ZeroAddress } from "../../static/js/ethers.js";
import { market, say } from "../../static/js/page.js";
import { due } from "../../static/js/purchase.js";
import { nameOf } from "./names.js";
import { typedIn } from "./provider.js";
import { describedTyped } from "./typed.js";

const calls = new Interface([...ESCROW, ...SELLER, ...IDENTITY, ...ERC20]);

/** Several names, each once. */
async function namesOf(addresses) {
  const names = await Promise.all([...new Set(addresses)].map(nameOf));
  return new Intl.ListFormat(market.locale).format(names);
}

/** What orders cost, one amount a currency. */
const amountsOf = (orders) =>
  new Intl.ListFormat(market.locale).format(due(orders).map(([currency, amount]) => money(amount, currency)));

/** What a transaction would do, in one sentence. */
async function described({ to, value = "0x0", data = "0x" }) {
  const call = calls.parseTransaction({ data, value });
  const values = { to: await nameOf(to), call: call?.name ?? data.slice(0, 10) };
  switch (call?.name) {
    case "pay":
    case "pay_with_permit": {
      const [order] = call.args;
      return say("prompt_pay", { ...values, amount: amountsOf([order]), seller: await nameOf(order.offer.seller) });
    }
    case "pay_many": {
      const [orders] = call.args;
      const sellers = await namesOf(orders.map(({ offer }) => offer.seller));
      return say("prompt_pay_many", { ...values, amounts: amountsOf(orders), count: orders.length, sellers });
    }
    case "withdraw":
      return say("prompt_withdraw", { ...values, account: await nameOf(call.args.account) });
    case "approve":
      return say("prompt_approve", { amount: money(call.args.amount, to), spender: await nameOf(call.args.spender) });
    default:
      return say("prompt_call", { ...values, amount: money(BigInt(value), ZeroAddress) });
  }
}

/** What a signature would be under: typed data in words, or a message as it is. */
function signed(method, params) {
  if (method === "eth_signTypedData_v4") return describedTyped(typedIn(params));
  return method === "personal_sign" ? `${say("prompt_sign")}\n\n${toUtf8String(params[0])}` : say("prompt_sign");
}

/** Ask; resolves to whether the answer was yes. */
export async function asked(role, method, params) {
  const dialog = document.getElementById("devnet-prompt");
  dialog.querySelector("[data-who]").textContent = role.title;
  const text = method === "eth_sendTransaction" ? await described(params[0]) : await signed(method, params);
  dialog.querySelector("[data-what]").textContent = text;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
