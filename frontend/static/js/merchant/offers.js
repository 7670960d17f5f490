// Restocking an offer, and taking it down.
import { Refusal } from "../errors.js";
import { say } from "../page.js";
import { offerId } from "../terms.js";
import { page } from "./account.js";
import { escrow } from "./contracts.js";
import { deeds } from "./deeds.js";
import { number } from "./dialogs.js";

function termsOf(id) {
  const offer = page.offers[id];
  if (offerId(offer) !== id) throw new Refusal(say("terms_differ"));
  return offer;
}

const isCapped = async ({ id, cap }, provider) => (await escrow(provider).stock(id)).cap === BigInt(cap);

/** Setting how many units are ever for sale; `ask` gives how many from now on, and the question. */
const capping = (ask) => ({
  async plan({ provider }, id) {
    const { cap: before, sold } = await escrow(provider).stock(id);
    const left = before > sold ? before - sold : 0n;
    const wanted = await ask(left);
    if (wanted === null) return null;
    const cap = wanted.isDelisted ? 0n : sold + wanted.left;
    return { values: [termsOf(id), cap], question: wanted.question, kept: { id, cap: String(cap) } };
  },
  isDone: isCapped,
});

const restock = deeds("restock", {
  set_cap: capping(async (left) => {
    const wanted = await number("units-dialog", String(left));
    return wanted === null ? null : { left: wanted, question: say("merchant_ask_restock", { left, wanted }) };
  }),
});
const delist = deeds("delist", {
  set_cap: capping(async () => ({ isDelisted: true, question: say("merchant_ask_delist") })),
});
const DEEDS = { restock, delist };

for (const button of document.querySelectorAll("[data-verb]")) {
  button.hidden = false;
  button.addEventListener("click", () =>
    DEEDS[button.dataset.verb].run("set_cap", button.closest("[data-offer]").dataset.offer),
  );
}
restock.resume();
delist.resume();
