// The devnet wallet's question before it signs, in words read from the call itself, not from the page.
import { money, short } from "../../static/js/amounts.js";
import { ERC20, ESCROW } from "../../static/js/contracts.js";
import { Interface, ZeroAddress } from "../../static/js/ethers.js";
import { market, say } from "../../static/js/page.js";
import { total } from "../../static/js/terms.js";

const calls = new Interface([...ESCROW, ...ERC20]);

function nameOf(address) {
  const isSame = (other) => other.toLowerCase() === address.toLowerCase();
  if (isSame(market.escrow)) return "Escrow";
  return market.devnet.roles.find((role) => isSame(role.address))?.title ?? short(address);
}

/** What a transaction would do, in one sentence. */
function described({ to, value = "0x0", data = "0x" }) {
  const call = calls.parseTransaction({ data, value });
  const values = { to: nameOf(to), call: call?.name ?? data.slice(0, 10) };
  switch (call?.name) {
    case "pay": {
      const { offer, quantity } = call.args[0];
      const amount = money(total({ offer, quantity }), offer.currency);
      return say("prompt_pay", { ...values, amount, seller: nameOf(offer.seller) });
    }
    case "approve":
      return say("prompt_approve", { amount: money(call.args.amount, to), spender: nameOf(call.args.spender) });
    default:
      return say("prompt_call", { ...values, amount: money(BigInt(value), ZeroAddress) });
  }
}

/** Ask; resolves to whether the answer was yes. */
export function asked(role, method, params) {
  const dialog = document.getElementById("devnet-prompt");
  dialog.querySelector("[data-who]").textContent = role.title;
  const text = method === "eth_sendTransaction" ? described(params[0]) : say("prompt_sign");
  dialog.querySelector("[data-what]").textContent = text;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
