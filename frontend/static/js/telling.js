// The dialogs in which somebody says and shows something before a step, and is told what the step brings about.
import { plain, money, ungrouped } from "./amounts.js";
import { evidence } from "./evidence.js";
import { Refusal } from "./errors.js";
import { parseUnits } from "./ethers.js";
import { moment } from "./countdown.js";
import { MOST_PICTURES, MOST_PICTURE_BYTES } from "./forms.js";
import { market, now, say } from "./page.js";
import { reencoded } from "./pictures.js";

const dialogOf = (verb) => document.getElementById(`${verb}-dialog`);

/** When the next step is due at the latest: seconds from now, or from `base` where that is later. */
export const due = ({ seconds, base }) => Math.max(Math.floor(now()), base) + seconds;

/** A step's sentence with its amount and its time. */
export function consequence(template, step, amount) {
  return template.replace("{until}", moment(due(step))).replaceAll("{amount}", amount);
}

/** Write what will happen into a dialog. */
export function foretell(verb, text) {
  const place = dialogOf(verb).querySelector("[data-consequence]");
  place.textContent = text;
  place.hidden = !text;
}

/** Show in a verb's dialog what is written with, or leave it out where nobody could read it. */
export function offerWriting(verb, isRead) {
  for (const part of dialogOf(verb).querySelectorAll("[data-writing]")) part.hidden = !isRead;
}

/**
 * Open a verb's dialog; resolves to its form, or null where it was closed. `isWrong` may keep it open: it says whether
 * something is still to be put right, and shows what.
 */
export function asked(verb, isWrong = () => false) {
  const dialog = dialogOf(verb);
  const form = dialog.querySelector("form");
  const check = (event) => {
    if (event.submitter?.value === "yes" && isWrong(form)) event.preventDefault();
  };
  form.addEventListener("submit", check);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    const answer = () => {
      form.removeEventListener("submit", check);
      resolve(dialog.returnValue === "yes" ? form : null);
    };
    dialog.addEventListener("close", answer, { once: true });
  });
}

/** The amount typed, in the currency's smallest unit; null unless it is above nothing and at most `most`. */
export function typedAmount(field, currency, most) {
  const { decimals } = market.currencies[currency.toLowerCase()] ?? { decimals: 0 };
  try {
    const amount = parseUnits(ungrouped(field.value), decimals);
    return amount > 0n && amount <= most ? amount : null;
  } catch {
    return null;
  }
}

/** Mark a field and say what is wrong with it; an empty text takes that back. Whether anything is. */
export function mark(field, text) {
  document.getElementById(`${field.id}-error`).textContent = text;
  field.setAttribute("aria-invalid", String(Boolean(text)));
  return Boolean(text);
}

/** Fill in a field with an amount. */
export const setAmount = (field, amount, currency) => (field.value = plain(amount, currency));

export const inWords = (amount, currency) => money(amount, currency);

/** The plain evidence that a form holds, with content keys for readers who have come since. Throws Refusal. */
export async function told(form, keys) {
  const { text, pictures } = form.elements;
  const files = [...pictures.files];
  if (files.length > MOST_PICTURES) throw new Refusal(say("too_many_shown"));
  const most = Math.floor(MOST_PICTURE_BYTES / MOST_PICTURES);
  const shown = [];
  for (const file of files) shown.push(await reencoded(file, most));
  return evidence(text.value.trim(), shown, keys);
}
