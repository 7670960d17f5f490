// Which way a shopper's wish goes: signed, and sent by this shop, or sent by the shopper himself. The choice is remembered.
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

/** Say why this shop does not send it and what that means; resolves to whether the shopper sends it himself. */
export function sendsItHimself(reason, meaning) {
  const dialog = document.getElementById("other-way");
  dialog.querySelector("[data-reason]").textContent = reason;
  dialog.querySelector("[data-meaning]").textContent = meaning;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
