// Amounts of an offer follow the quantity that is typed.
import { money } from "./amounts.js";

const BPS = 10_000n;
const quantity = document.getElementById("quantity");
const asked = document.querySelector("#costs input[name=quantity]");

function follow() {
  if (!quantity.validity.valid) return;
  const many = BigInt(quantity.value);
  for (const place of document.querySelectorAll("[data-each]")) {
    const { each, once, bps, in: currency } = place.dataset;
    place.textContent = money(((BigInt(each) * many + BigInt(once)) * BigInt(bps)) / BPS, currency);
  }
  for (const place of document.querySelectorAll("[data-times]")) place.textContent = many > 1n ? ` × ${many}` : "";
  if (!asked) return;
  asked.value = quantity.value;
  asked.disabled = many === 1n;
}

quantity?.addEventListener("input", follow);
if (quantity) follow(); // what was typed before this was loaded
