// The dashboard's questions: yes or no, an amount, a number.
import { plain, ungrouped } from "../amounts.js";
import { parseUnits } from "../ethers.js";
import { market, say } from "../page.js";

function opened(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/** Whether the merchant agrees to what will happen. */
export function agreed(text) {
  const dialog = document.getElementById("agree");
  dialog.querySelector("p").textContent = text;
  return opened(dialog);
}

/** A whole number from a dialog with one field; null where it was closed. */
export async function number(id, start) {
  const dialog = document.getElementById(id);
  const field = dialog.querySelector("input");
  if (start !== undefined) field.value = start;
  return (await opened(dialog)) ? BigInt(field.value) : null;
}

/** Where a parcel is: { carrier, number, link }; null where the dialog was closed. */
export async function parcel() {
  const dialog = document.getElementById("parcel-dialog");
  if (!(await opened(dialog))) return null;
  const value = (name) => document.getElementById(`parcel-${name}`).value.trim();
  return { carrier: value("carrier"), number: value("number"), link: value("link") };
}

function typed(text, currency, most) {
  const { decimals } = market.currencies[currency.toLowerCase()] ?? { decimals: 0 };
  try {
    const amount = parseUnits(ungrouped(text), decimals);
    return amount > 0n && (most === null || amount <= most) ? amount : null;
  } catch {
    return null;
  }
}

/** An amount above zero, in the currency's smallest unit; `most` may be null. Null where the dialog was closed. */
export async function amount(currency, start, most, hint) {
  const dialog = document.getElementById("amount-dialog");
  const form = dialog.querySelector("form");
  const field = form.elements.amount;
  const error = document.getElementById("amount-error");
  const check = (event) => {
    const isWrong = event.submitter?.value === "yes" && typed(field.value, currency, most) === null;
    error.textContent = isWrong ? say(most === null ? "amount_not_positive" : "amount_wrong") : "";
    field.setAttribute("aria-invalid", String(isWrong));
    if (isWrong) event.preventDefault();
  };
  document.getElementById("amount-hint").textContent = hint;
  field.value = plain(start, currency);
  form.addEventListener("submit", check);
  const isYes = await opened(dialog);
  form.removeEventListener("submit", check);
  return isYes ? typed(field.value, currency, most) : null;
}
