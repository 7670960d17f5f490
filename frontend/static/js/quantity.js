// What follows the quantity that is typed: amounts of the offer, the question where it goes, links to other variants.
import { money, share } from "./amounts.js";

const quantity = document.getElementById("quantity");
const asked = document.querySelector("#costs input[name=quantity]");

/** What the page shows: amounts, and how many they are for; what is told of another quantity, no more. */
function show(many) {
  for (const place of document.querySelectorAll("[data-each]")) {
    const { each, once, bps, in: currency } = place.dataset;
    place.textContent = money(share(BigInt(each) * many + BigInt(once), bps), currency);
  }
  for (const place of document.querySelectorAll("[data-of-quantity]")) place.hidden = BigInt(place.dataset.ofQuantity) !== many;
  for (const place of document.querySelectorAll("[data-times]")) place.textContent = many > 1n ? ` × ${many}` : "";
  asked.value = many;
  asked.disabled = many === 1n;
}

/** Links to other variants take it along, unless it is one. */
function takeAlong(many) {
  for (const link of document.querySelectorAll("[data-variant]")) {
    const address = new URL(link.href);
    if (many > 1n) address.searchParams.set("quantity", many);
    else address.searchParams.delete("quantity");
    link.href = address;
  }
}

function follow() {
  const { validity, valueAsNumber } = quantity;
  takeAlong(validity.valid ? BigInt(valueAsNumber) : 1n);
  if (validity.valid) show(BigInt(valueAsNumber));
}

/** Write "1e1" or "2.0", which a browser takes for a number, as the number that the server reads. */
function tidy() {
  if (quantity.validity.valid) quantity.value = String(BigInt(quantity.valueAsNumber));
}

quantity?.addEventListener("input", follow);
quantity?.addEventListener("change", tidy);
if (quantity) follow(); // what was typed before this was loaded
