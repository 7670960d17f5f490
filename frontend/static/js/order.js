// The order page: what its people can do, each asked once more, sent, and followed by the order's id.
import { brief, money, short } from "./amounts.js";
import { DEEDS, held } from "./buyer_deeds.js";
import { balance, escrow } from "./contracts.js";
import { getAddress } from "./ethers.js";
import { declined, Refusal, tellError } from "./errors.js";
import { moment } from "./countdown.js";
import { data, keepFocus, market, now, say, tell, tellAfterwards } from "./page.js";
import * as outbox from "./outbox.js";
import { forget, recall, remember } from "./pending.js";
import { indexed } from "./storefront.js";
import { orderId } from "./terms.js";
import { blockOf, send, settled } from "./transactions.js";
import { connect, reconnect } from "./wallet.js";

const { order, id, goes_back: goesBack } = data("order");
const { offer } = order;
const CLOSED = 8n;
const OWN_DAYS = 3n * 86400n; // seconds

const statusOf = async (provider) => (await escrow(provider).record(id)).status;
const hasEnded = async (_, provider) => (await statusOf(provider)) >= CLOSED;
const collectable = (provider) => escrow(provider).credits(order.payer, id, offer.currency);

/** Until when the buyer would wait: three days beyond the deadline, or from now on where that is over. */
function later({ deadline }) {
  const latest = BigInt(Math.floor(now()));
  return (deadline > latest ? deadline : latest) + OWN_DAYS;
}

/**
 * By action: whose it is (empty: anyone's), and either how it is planned, which asks what there is to ask, or its question
 * and the call's arguments; and what is so once it is done, by what was kept of the plan.
 */
const ACTIONS = {
  confirm: { actor: order.buyer, values: () => [order], isDone: hasEnded },
  cancel: { actor: order.buyer, values: () => [order], isDone: hasEnded },
  extend: {
    actor: order.buyer,
    question: goesBack ? "extend_seller" : "extend",
    values: async (provider) => [order, later(await escrow(provider).record(id))],
    isDone: async ({ until }, provider) => (await escrow(provider).record(id)).deadline >= BigInt(until),
  },
  enforce: { actor: "", question: goesBack ? "enforce_back" : "enforce_on", values: () => [order], isDone: hasEnded },
  collect: {
    actor: order.payer,
    values: () => [id, offer.currency],
    isDone: async (_, provider) => (await collectable(provider)) === 0n,
  },
};
for (const [verb, deed] of Object.entries(DEEDS)) ACTIONS[verb] = { actor: order.buyer, ...deed };

function checkActor(actor, account) {
  if (actor && getAddress(actor) !== account) throw new Refusal(say("other_account", { account: short(actor) }));
}

/** The amount that an action moves, in words. */
async function inQuestion(action, provider) {
  const amount = action === "collect" ? collectable(provider) : held(provider);
  return money(await amount, offer.currency);
}

/** Resolve to whether the shopper agrees to what the dialog says. */
async function agreed(action, until, provider) {
  const dialog = document.getElementById("agree");
  const named = { amount: await inQuestion(action, provider), until: until ? moment(until) : "" };
  dialog.querySelector("p").textContent = say(`agree_${ACTIONS[action].question ?? action}`, named);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/** The plan of an action that needs no more than a yes: it is rehearsed before anything is asked. */
async function simplePlan(action, { account, provider }) {
  const values = await ACTIONS[action].values(provider);
  await escrow(provider)[action].staticCall(...values, { from: account });
  const until = action === "extend" ? String(values[1]) : undefined;
  return (await agreed(action, until, provider)) ? { values, kept: { until } } : null;
}

/** What a confirmation did to the seller's balance, read from the chain before and after its block. */
async function proceeds(block, provider) {
  const [before, after] = await Promise.all([
    balance(offer.seller, offer.currency, provider, block - 1),
    balance(offer.seller, offer.currency, provider, block),
  ]);
  const show = (amount) => money(brief(amount, offer.currency), offer.currency);
  return say("seller_received", { block, before: show(before), after: show(after) });
}

async function finish(action, hash, provider) {
  const block = await blockOf(hash, provider);
  tellAfterwards(action === "confirm" ? await proceeds(block, provider) : say(`done_${action}`));
  await indexed(block);
  await outbox.flush();
  forget(id);
  location.reload();
}

/** Wait for what was sent; documents that the chain came to name go to the storefront, others are dropped. */
async function follow({ action, sent, kept = {}, documents = [] }, provider) {
  tell(say("waiting_for_chain"));
  await settled(provider, sent, () => ACTIONS[action].isDone(kept, provider)).catch(async (error) => {
    if (error instanceof Refusal) await outbox.drop(documents);
    throw error;
  });
  await finish(action, sent.hash, provider);
}

async function act(action) {
  const { actor, plan } = ACTIONS[action];
  if (orderId(order, market.chain.id, market.escrow) !== id) throw new Refusal(say("terms_differ"));
  const connected = await connect();
  const { account, provider } = connected;
  checkActor(actor, account);
  const planned = await (plan ? plan(connected) : simplePlan(action, connected));
  if (!planned) return;
  const { values, kept = {}, documents = [] } = planned;
  const call = escrow(provider)[action];
  if (plan) await call.staticCall(...values, { from: account });
  tell(say("confirm_in_wallet"));
  await outbox.hold(documents);
  const sent = await send(call, account, provider, values).catch(async (error) => {
    if (declined(error)) await outbox.drop(documents);
    throw error;
  });
  const begun = { action, sent, kept, documents: documents.map(([hash]) => [hash, null]) };
  remember(id, begun);
  await follow(begun, provider);
}

function attempt(work) {
  const buttons = [...document.querySelectorAll("[data-action]")];
  const disable = (isBusy) => buttons.forEach((button) => (button.disabled = isBusy));
  const focusAgain = keepFocus();
  disable(true);
  work()
    .catch((error) => {
      if (declined(error) || error instanceof Refusal) forget(id);
      tellError(error);
    })
    .finally(() => {
      disable(false);
      focusAgain();
    });
}

for (const button of document.querySelectorAll("[data-action]")) {
  button.hidden = false;
  button.addEventListener("click", () => attempt(() => act(button.dataset.action)));
}

const unfinished = recall(id);
if (unfinished && unfinished.action in ACTIONS) {
  attempt(async () => {
    const { provider } = (await reconnect()) ?? (await connect());
    await follow(unfinished, provider);
  });
} else {
  outbox.retry();
}
