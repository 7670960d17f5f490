// Paying back after an order has ended: how much, and, as long as the buyer can be written to, why.
import { say } from "../page.js";
import { asked, foretell, inWords, mark, typedAmount } from "../telling.js";
import { fillIn } from "./answers.js";
import { canWrite, sealedFrom } from "./evidence.js";

const VERB = "refund_closed";
const MOST = 2n ** 96n - 1n; // an amount on the chain has 96 bits

const hasSaid = ({ text, pictures }) => text.value.trim() !== "" || pictures.files.length > 0;

/** Ask for both: { sum, written }, `written` as the outbox takes it or null; null where the dialog was closed. */
export async function askAfterwards(currency) {
  const form = document.querySelector(`#${VERB}-dialog form`);
  const { afterwards: field } = form.elements;
  const sum = () => typedAmount(field, currency, MOST);
  const tellAgain = () => foretell(VERB, sum() ? say(`merchant_ask_${VERB}`, { amount: inWords(sum(), currency) }) : "");
  const isReadable = await canWrite();
  for (const part of form.querySelectorAll("[data-writing]")) part.hidden = !isReadable;
  form.querySelector("[data-unreadable]").hidden = isReadable;
  fillIn(VERB);
  field.value = "";
  tellAgain();
  form.addEventListener("input", tellAgain);
  const answer = await asked(VERB, () => mark(field, sum() ? "" : say("amount_not_positive")));
  form.removeEventListener("input", tellAgain);
  if (!answer) return null;
  return { sum: sum(), written: isReadable && hasSaid(form.elements) ? await sealedFrom(form) : null };
}
