// Which way a shopper's wish goes: signed, and sent by this shop, or sent by the shopper himself. The choice is remembered.
import { say, tell } from "./page.js";
import { isOn } from "./relay.js";

const KEY = "handover.way";
const DIRECT = "direct";
const tick = document.getElementById("direct");

/** Whether this page's wishes go by signature: this shop sends what is signed, and the shopper has not chosen otherwise. */
export const bySignature = () => isOn() && tick !== null && !tick.checked;

/** Show the choice where there is one; `onChange` is called now and after each change. */
export function enableChoice(onChange = () => {}) {
  if (!isOn() || tick === null) return onChange();
  tick.checked = localStorage.getItem(KEY) === DIRECT;
  tick.closest(".tick").hidden = false;
  tick.addEventListener("change", () => {
    if (tick.checked) localStorage.setItem(KEY, DIRECT);
    else localStorage.removeItem(KEY);
    onChange();
  });
  onChange();
}

/** Show the choice only where an account has something to sign. */
export function offerChoice(canSign) {
  if (isOn() && tick !== null) tick.closest(".tick").hidden = !canSign;
}

/** Open a dialog with these texts in it; resolves to its answer, "" where it was closed. */
function answered(id, texts) {
  const dialog = document.getElementById(id);
  for (const [name, text] of Object.entries(texts)) dialog.querySelector(`[data-${name}]`).textContent = text;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
  });
}

const agreed = async (id, texts) => (await answered(id, texts)) === "yes";

/** Say why this shop does not send it and what that means; resolves to whether the shopper sends it himself. */
export function sendsItHimself(reason, meaning) {
  tell(reason, "warn"); // in place of what stood there, that this shop sends it now
  return agreed("other-way", { reason, meaning });
}

/** Say what was signed earlier: { goods, amount, until }; resolves to whether the shopper goes on with it. */
export const goesOnWith = (signed) => agreed("signed-before", { meaning: say("signed_before", signed) });

/**
 * Say what the wallet was asked to pay earlier: { goods, amount }. Resolves to whether the shopper goes on with that ("yes"),
 * has rejected it in the wallet ("rejected"), or neither.
 */
export const becameOf = (begun) => answered("begun-before", { meaning: say("begun_before", begun) });
