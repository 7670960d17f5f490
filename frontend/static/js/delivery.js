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

/** Take a mark away as soon as what was missing is there, and say so once none is left. */
export function unmarkWhatIsMended(form, whenAllIsThere) {
  form.addEventListener("input", ({ target }) => {
    if (!target.hasAttribute("aria-invalid") || !target.validity.valid) return;
    mark(target, "");
    if (!form.querySelector("[aria-invalid]")) whenAllIsThere();
  });
}

/** Mark what is missing: these fields. */
export function missing(form) {
  const invalid = [...form.elements].filter((field) => field.willValidate && !field.validity.valid);
  for (const field of form.elements) {
    if (field.willValidate) mark(field, invalid.includes(field) ? say("field_missing") : "");
  }
  return invalid;
}

/** Give a field the focus, where its label is in sight, too. */
export function goTo(field) {
  field.focus({ preventScroll: true });
  field.closest(".field").scrollIntoView({ block: "center" });
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
