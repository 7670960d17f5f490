// The delivery form: reading it, and pointing out what is missing. What is typed leaves the browser only sealed.
import { say } from "./page.js";
import { encode64 } from "./sealing.js";
import { publicKey } from "./shopper_key.js";

const PLACES = ["street", "city", "region", "postcode", "country"];

function mark(field, text) {
  if (text) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  const note = document.getElementById(`${field.id}-error`);
  if (note) note.textContent = text;
}

/** Take a mark away as soon as what was missing is there. */
export function unmarkWhatIsMended(form) {
  form.addEventListener("input", ({ target }) => {
    if (target.hasAttribute("aria-invalid") && target.validity.valid) mark(target, "");
  });
}

/** Mark what is missing; false, with the focus on the first such field, where anything is. */
export function isComplete(form) {
  const invalid = [...form.elements].filter((field) => field.willValidate && !field.validity.valid);
  for (const field of form.elements) {
    if (field.willValidate) mark(field, invalid.includes(field) ? say("field_missing") : "");
  }
  invalid[0]?.focus();
  return invalid.length === 0;
}

/** Everything that was typed or chosen. */
export const typed = (form) => [...form.elements].map((field) => field.value);

/** The plain delivery document for one seller, with a fresh secret salt. */
export async function details(form, seller) {
  const value = (id) => form.elements[id].value.trim();
  const given = PLACES.map((name) => [name, value(name)]).filter(([, text]) => text);
  return {
    type: "handover/delivery/1",
    salt: encode64(crypto.getRandomValues(new Uint8Array(32))),
    name: value("recipient"),
    address: Object.fromEntries(given),
    phone: value("phone"),
    note: value(`note-${seller}`),
    shopper_key: await publicKey(),
  };
}
