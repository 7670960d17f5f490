// Asking the seller for money back, a return or an exchange: which, and how much stays in question.
import { plain } from "./amounts.js";
import { parseUnits, ZeroHash } from "./ethers.js";
import { market, say } from "./page.js";

/** The amount typed, in the currency's smallest unit; null unless it is between nothing and what is held. */
function typed(text, decimals, held) {
  try {
    const amount = parseUnits(text.trim().replaceAll(",", ""), decimals);
    return amount > 0n && amount <= held ? amount : null;
  } catch {
    return null;
  }
}

/**
 * Ask the shopper; resolves to the arguments of `request`, or null if the dialog was closed.
 * @param {bigint} held what is still in question
 */
export function ask(order, held) {
  const dialog = document.getElementById("ask");
  const form = dialog.querySelector("form");
  const { kind, asked } = form.elements;
  const { decimals } = market.currencies[order.offer.currency.toLowerCase()] ?? { decimals: 0 };
  const amount = () => typed(asked.value, decimals, held);
  const check = (event) => {
    const isWrong = event.submitter?.value === "yes" && amount() === null;
    document.getElementById("asked-error").textContent = isWrong ? say("amount_wrong") : "";
    asked.setAttribute("aria-invalid", String(isWrong));
    if (isWrong) event.preventDefault();
  };
  asked.value = plain(held, order.offer.currency);
  dialog.returnValue = "";
  form.addEventListener("submit", check);
  dialog.showModal();
  return new Promise((resolve) => {
    const answer = () => {
      form.removeEventListener("submit", check);
      resolve(dialog.returnValue === "yes" ? [order, amount(), kind.value, ZeroHash] : null);
    };
    dialog.addEventListener("close", answer, { once: true });
  });
}
