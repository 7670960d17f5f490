// Ruling: how much goes back, and why, which everybody can read. The reason's hash goes on the chain with the amount.
import { money, plain, ungrouped } from "../amounts.js";
import { Contract, parseUnits } from "../ethers.js";
import { market, say, tell } from "../page.js";
import { bytes, canonical, sha256 } from "../sealing.js";
import { orderId } from "../terms.js";
import { page } from "../merchant/account.js";
import { ORDER } from "../merchant/calls.js";
import { escrow } from "../merchant/contracts.js";
import { attempt, deeds } from "../merchant/deeds.js";
import { words } from "../merchant/fields.js";
import * as outbox from "../outbox.js";
import { propose } from "./proposal.js";

const CLOSED = 8n;
const CALL = [`function rule(${ORDER} order, uint256 refunded, bytes32 document)`];

const { order, id } = page;
const { currency } = order.offer;
const held = BigInt(page.held);
const form = document.getElementById("ruling-form");
const field = document.getElementById("refunded");
const reasons = [...form.querySelectorAll("[name^='reason.']")];
const ruling = (runner) => new Contract(market.escrow, CALL, runner);
const PARTS = { all: held, half: held / 2n, none: 0n };

/** The amount typed, in the currency's smallest unit; null unless it is between nothing and what is held. */
function typed() {
  const { decimals } = market.currencies[currency.toLowerCase()] ?? { decimals: 0 };
  try {
    const amount = parseUnits(ungrouped(field.value), decimals);
    return amount >= 0n && amount <= held ? amount : null;
  } catch {
    return null;
  }
}

/** Say at fields what is wrong with them, and go to the first; nothing where it is empty. */
function mark(name, fields, problem) {
  document.getElementById(`${name}-error`).textContent = problem;
  for (const one of fields) one.setAttribute("aria-invalid", String(Boolean(problem)));
  if (problem) fields[0].focus();
}

/** What was typed: { refunded, hash, body }; null, and what is missing is said, where that is no ruling. */
async function written() {
  const refunded = typed();
  const reason = words(form, "reason");
  const isGiven = Object.keys(reason).length > 0;
  mark("reason", reasons, isGiven ? "" : say("reason_missing"));
  mark("refunded", [field], refunded === null ? say("amount_not_held") : "");
  if (refunded === null || !isGiven) return null;
  const body = bytes(canonical({ type: "handover/ruling/1", order: id, reason }));
  return { refunded, hash: await sha256(body), body };
}

const { run, resume } = deeds(`rule-${id}`, {
  rule: {
    contract: ruling,
    done: "arbiter_done_rule",
    async plan() {
      const given = await written();
      if (!given) return null;
      const { refunded, hash, body } = given;
      const amounts = { back: money(refunded, currency), on: money(held - refunded, currency) };
      return { values: [order, refunded, hash], question: say("arbiter_ask_rule", amounts), documents: [[hash, body]] };
    },
    isDone: async (_, provider) => (await escrow(provider).record(id)).status >= CLOSED,
  },
});

async function proposed() {
  const given = await written();
  if (!given) return;
  await outbox.hold([[given.hash, given.body]]);
  propose(ruling(), "rule", [order, given.refunded, given.hash]);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (page.contract) attempt(proposed);
  else run("rule");
});
for (const button of form.querySelectorAll("[data-refund]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    field.value = plain(PARTS[button.dataset.refund], currency);
    field.focus();
  });
}
const isSound = orderId(order, market.chain.id, market.escrow) === id;
if (!isSound) tell(say("terms_differ"), "bad");
document.getElementById("rule").disabled = !isSound;
resume();
