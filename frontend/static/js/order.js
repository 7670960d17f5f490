// The order page: confirm, cancel, request, send back, extend, enforce, collect. Each is asked once more, sent, and followed by the order's id.
import { money, short } from "./amounts.js";
import { ask } from "./ask.js";
import { balance, escrow } from "./contracts.js";
import { getAddress, ZeroAddress, ZeroHash } from "./ethers.js";
import { declined, Refusal, tellError } from "./errors.js";
import { moment } from "./countdown.js";
import { data, keepFocus, market, now, say, tell, tellAfterwards } from "./page.js";
import { forget, recall, remember } from "./pending.js";
import { indexed } from "./storefront.js";
import { orderId, total } from "./terms.js";
import { blockOf, send, settled } from "./transactions.js";
import { connect, onAccount, reconnect } from "./wallet.js";

const { order, id, goes_back: goesBack } = data("order");
const { offer } = order;
const AWAITING_CONFIRMATION = 3n;
const AWAITING_RETURN = 5n;
const CLOSED = 8n;
const OWN_DAYS = 3n * 86400n; // seconds

const statusOf = async (provider) => (await escrow(provider).record(id)).status;
const hasEnded = async (provider) => (await statusOf(provider)) >= CLOSED;
const collectable = (provider) => escrow(provider).credits(order.payer, id, offer.currency);

/** Until when the buyer would wait: three days beyond the deadline, or from now on where that is over. */
function later({ deadline }) {
  const latest = BigInt(Math.floor(now()));
  return (deadline > latest ? deadline : latest) + OWN_DAYS;
}

/**
 * By action: whose it is (empty: anyone's), what is asked first where that is not the action's own question, the call's
 * arguments or how the shopper is asked for them, and what is so once it is done.
 */
const ACTIONS = {
  confirm: { actor: order.buyer, values: () => [order], isDone: hasEnded },
  cancel: { actor: order.buyer, values: () => [order], isDone: hasEnded },
  request: {
    actor: order.buyer,
    values: async (provider) => ask(order, await held(provider)),
    asksItself: true,
    isDone: async (provider) => (await statusOf(provider)) !== AWAITING_CONFIRMATION,
  },
  send_back: {
    actor: order.buyer,
    values: () => [order, ZeroHash],
    isDone: async (provider) => (await statusOf(provider)) !== AWAITING_RETURN,
  },
  extend: {
    actor: order.buyer,
    question: goesBack ? "extend_seller" : "extend",
    values: async (provider) => [order, later(await escrow(provider).record(id))],
    isDone: async (provider, until) => (await escrow(provider).record(id)).deadline >= BigInt(until),
  },
  enforce: { actor: "", question: goesBack ? "enforce_back" : "enforce_on", values: () => [order], isDone: hasEnded },
  collect: {
    actor: order.payer,
    values: () => [id, offer.currency],
    isDone: async (provider) => (await collectable(provider)) === 0n,
  },
};

function checkActor(actor, account) {
  if (actor && getAddress(actor) !== account) throw new Refusal(say("other_account", { account: short(actor) }));
}

/** What is still in question, by the chain's word. */
async function held(provider) {
  const { released, refunded } = await escrow(provider).record(id);
  return total(order) - released - refunded;
}

/** The amount that an action moves, in words. */
async function inQuestion(action, provider) {
  const amount = action === "collect" ? collectable(provider) : held(provider);
  return money(await amount, offer.currency);
}

/** What of the money in question goes to whoever brought the sale, as Escrow computes it; empty where nothing does. */
async function commissionWithin(provider) {
  if (order.referrer === ZeroAddress) return "";
  const { released } = await escrow(provider).record(id);
  const share = (amount) => (amount * BigInt(offer.commission_bps)) / 10_000n;
  const commission = share(released + (await held(provider))) - share(released);
  return commission ? say("commission_within", { amount: money(commission, offer.currency) }) : "";
}

/** Resolve to whether the shopper agrees to what the dialog says. */
async function agreed(action, values, provider) {
  const dialog = document.getElementById("agree");
  const named = {
    amount: await inQuestion(action, provider),
    until: action === "extend" ? moment(values[1]) : "",
    shares: action === "confirm" ? await commissionWithin(provider) : "",
  };
  dialog.querySelector("p").textContent = say(`agree_${ACTIONS[action].question ?? action}`, named);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/** What a confirmation did to the seller's balance, read from the chain before and after its block. */
async function proceeds(block, provider) {
  const [before, after] = await Promise.all([
    balance(offer.seller, offer.currency, provider, block - 1),
    balance(offer.seller, offer.currency, provider, block),
  ]);
  return say("seller_received", { block, amount: money(after - before, offer.currency) });
}

/** What has been brought about, in a sentence. */
async function outcome(action, block, provider) {
  if (action === "confirm") return proceeds(block, provider);
  if (action !== "enforce" || !goesBack) return say(`done_${action}`);
  const { refunded } = await escrow(provider).record(id);
  return say("done_enforce_back", { amount: money(refunded, offer.currency) });
}

async function finish(action, hash, provider) {
  const block = await blockOf(hash, provider);
  tellAfterwards(await outcome(action, block, provider));
  await indexed(block);
  forget(id);
  location.reload();
}

async function follow({ action, sent, until }, provider) {
  tell(say("waiting_for_chain"));
  await settled(provider, sent, () => ACTIONS[action].isDone(provider, until));
  await finish(action, sent.hash, provider);
}

async function act(action) {
  const { actor, asksItself } = ACTIONS[action];
  if (orderId(order, market.chain.id, market.escrow) !== id) throw new Refusal(say("terms_differ"));
  const { account, provider } = await connect();
  checkActor(actor, account);
  const values = await ACTIONS[action].values(provider);
  if (!values) return;
  await escrow(provider)[action].staticCall(...values, { from: account });
  if (!asksItself && !(await agreed(action, values, provider))) return;
  tell(say("confirm_in_wallet"));
  const sent = await send(escrow(provider)[action], account, provider, values);
  const begun = { action, sent, until: action === "extend" ? String(values[1]) : undefined };
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
  button.addEventListener("click", () => attempt(() => act(button.dataset.action)));
}
/** Show an account what it may do, and everything while none is known. */
function showActions(account) {
  const isTheirs = ({ actor }) => !account || !actor || getAddress(actor) === getAddress(account);
  const buttons = [...document.querySelectorAll("[data-action]")];
  if (!buttons.length) return;
  for (const button of buttons) button.hidden = !isTheirs(ACTIONS[button.dataset.action]);
  document.getElementById("not-yours").hidden = !buttons.some((button) => button.hidden);
}
showActions(null);
onAccount(showActions);

const unfinished = recall(id);
if (unfinished && unfinished.action in ACTIONS) {
  attempt(async () => {
    const { provider } = (await reconnect()) ?? (await connect());
    await follow(unfinished, provider);
  });
}
