// Shipping several orders by one signature; what the contract would skip is left out before.
import { Refusal } from "../errors.js";
import { now, say } from "../page.js";
import { page } from "./account.js";
import { deeds } from "./deeds.js";
import { escrow } from "./contracts.js";

const AWAITING_SHIPMENT = 1n;
const MOST = 50; // orders that Escrow takes at once

const form = document.getElementById("ship-many");
const shipButton = document.getElementById("ship-chosen");
const allButton = document.getElementById("choose-all");
const boxes = [...form.querySelectorAll("[name=order]")];

const waits = async (id, provider) => {
  const { status, deadline } = await escrow(provider).record(id);
  return status === AWAITING_SHIPMENT && deadline > BigInt(Math.floor(now()));
};

const { run, resume } = deeds("ship-many", {
  ship_many: {
    async plan({ provider }, ids) {
      const known = page.orders.filter(({ id }) => ids.includes(id));
      const due = [];
      for (const order of known) if (await waits(order.id, provider)) due.push(order);
      if (!due.length) throw new Refusal(say("nothing_to_ship"));
      return {
        values: [due.map(({ order }) => order)],
        question: say("merchant_ask_ship_many", { count: due.length }),
        kept: { ids: due.map(({ id }) => id) },
      };
    },
    async isDone({ ids }, provider) {
      for (const id of ids) if (await waits(id, provider)) return false;
      return true;
    },
  },
});

const chosen = () => boxes.filter(({ checked }) => checked).map(({ value }) => value);

function showChoice() {
  shipButton.disabled = chosen().length === 0;
}

for (const part of [...boxes, shipButton, allButton]) part.hidden = false;
form.addEventListener("change", showChoice);
allButton.addEventListener("click", () => {
  for (const box of boxes.slice(0, MOST)) box.checked = true;
  showChoice();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  run("ship_many", chosen());
});
resume();
