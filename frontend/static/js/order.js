// The order page: what its people can do, each asked once more, then signed and sent by this shop, or sent by themselves; and
// followed by the order's id.
import { money, short } from "./amounts.js";
import { balance, escrow } from "./contracts.js";
import { getAddress } from "./ethers.js";
import { declined, Refusal, tellError } from "./errors.js";
import { moment } from "./countdown.js";
import { checkFee } from "./network_fee.js";
import { ACTIONS, planned } from "./order_actions.js";
import { data, keepFocus, market, now, say, tell, tellAfterwards } from "./page.js";
import * as outbox from "./outbox.js";
import { forget, recall, remember } from "./pending.js";
import { brought, NotSent } from "./relay.js";
import { isForSeller, SIGNABLE, signedAction, standsAs } from "./signed_action.js";
import { indexed } from "./storefront.js";
import { orderId } from "./terms.js";
import { blockOf, send, settled } from "./transactions.js";
import { connect, onAccount, reconnect } from "./wallet.js";
import { bySignature, enableChoice, sendsItHimself } from "./way.js";

const { order, id, goes_back: goesBack } = data("order");
const { offer } = order;
const GAS = 60_000n; // what the cheapest step burns, about

const isDone = ({ action, kept }, provider) => ACTIONS[action].isDone(kept, provider);

function checkActor(actor, account) {
  if (actor && getAddress(actor) !== account) throw new Refusal(say("other_account", { account: short(actor) }));
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

/** The block of a step that is done; of a confirmation the very one, whoever has sent it. */
async function blockOfDone({ action, sent, from }, provider) {
  if (action !== "confirm") return blockOf(sent.hash, provider);
  const contract = escrow(provider);
  const [event] = await contract.queryFilter(contract.filters.OrderConfirmed(id), from);
  return event?.blockNumber ?? blockOf(sent.hash, provider);
}

async function finish(begun, provider) {
  const block = await blockOfDone(begun, provider);
  tellAfterwards(await outcome(begun.action, block, provider));
  await indexed(block);
  await outbox.flush();
  forget(id);
  location.reload();
}

/** Forget a step that came to nothing, with the documents that nothing on the chain came to name. */
async function forgetStep({ documents }) {
  await outbox.drop(documents.map((hash) => [hash, null]));
  forget(id);
}

/** Wait for what the shopper has sent. */
async function follow(begun, provider) {
  tell(say("waiting_for_chain"));
  await settled(provider, begun.sent, () => isDone(begun, provider));
  await finish(begun, provider);
}

async function sendHimself(begun, { account, provider }) {
  await checkFee(GAS, { account, provider });
  tell(say("confirm_in_wallet"));
  const { action, values } = begun;
  const sent = await send(escrow(provider)[action], account, provider, values);
  const known = { ...begun, sent };
  remember(id, known);
  return follow(known, provider);
}

/** Leave a signature with whoever may send it, and say what that means; a later load of the page says it again. */
function leave(begun) {
  remember(id, { ...begun, isLeft: true });
  const until = moment(begun.signed.until);
  tell(say(begun.isKept && isForSeller(begun.action) ? "left_with_seller" : "left_signed", { until }), "warn");
}

/** What is declined or refused came to nothing, unless somebody may still send what was signed. */
async function drop(begun) {
  const known = recall(id) ?? begun;
  return known.signed && now() < known.signed.until ? leave(known) : forgetStep(known);
}

const meaningOf = ({ action, isKept }) =>
  isKept && isForSeller(action) ? say("kept_for_seller") : say("nothing_happened");

async function haveItSent(begun, connected) {
  const { provider } = connected;
  const { document, until } = begun.signed;
  tell(say("relay_brings"));
  try {
    await brought(document, until, () => isDone(begun, provider));
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    const known = { ...begun, isKept: error.isKept };
    const isHis = await sendsItHimself(error.message, meaningOf(known));
    return isHis ? sendHimself(known, connected) : leave(known);
  }
  return finish(begun, provider);
}

async function signAndHaveItSent(begun, connected) {
  const signed = await signedAction(begun.action, begun.values, id, connected);
  const known = { ...begun, signed };
  remember(id, known);
  return haveItSent(known, connected);
}

async function act(action) {
  if (orderId(order, market.chain.id, market.escrow) !== id) throw new Refusal(say("terms_differ"));
  const connected = await connect();
  const { account, provider } = connected;
  checkActor(ACTIONS[action].actor, account);
  const plan = await planned(action, connected);
  if (!plan) return;
  const { values, kept = {}, documents = [] } = plan;
  const from = await provider.getBlockNumber();
  const texts = values.map((value) => (typeof value === "object" ? value : String(value)));
  const names = documents.map(([hash]) => hash);
  const begun = { action, values: texts, kept, documents: names, from, sent: { account, hash: null } };
  await outbox.hold(documents);
  const go = SIGNABLE.includes(action) && bySignature() ? signAndHaveItSent : sendHimself;
  await ending(begun, () => go(begun, connected));
}

/** Drop what fails for good; anything else may still arrive. */
async function ending(begun, work) {
  await work().catch(async (error) => {
    if (declined(error) || error instanceof Refusal) await drop(begun);
    throw error;
  });
}

function attempt(work) {
  const buttons = [...document.querySelectorAll("[data-action]")];
  const disable = (isBusy) => buttons.forEach((button) => (button.disabled = isBusy));
  const focusAgain = keepFocus();
  disable(true);
  work()
    .catch(tellError)
    .finally(() => {
      disable(false);
      focusAgain();
    });
}

/** A signature that somebody may still send: whether he has, and whether it is still worth anything. */
async function lookAfter(begun, provider) {
  if (await isDone(begun, provider)) return finish(begun, provider);
  const { until, stands } = begun.signed;
  const isGood = now() < until && standsAs(await escrow(provider).record(id)) === stands;
  return isGood ? leave(begun) : forgetStep(begun);
}

/** Go on with what an earlier load of this page began. */
async function resume(begun) {
  const connected = (await reconnect()) ?? (begun.isLeft ? null : await connect());
  if (!connected) return;
  const { provider } = connected;
  if (begun.isLeft) await lookAfter(begun, provider);
  else if (begun.signed && !begun.sent.hash) await ending(begun, () => haveItSent(begun, connected));
  else await ending(begun, () => follow(begun, provider));
}

enableChoice();
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
if (unfinished && unfinished.action in ACTIONS) attempt(() => resume(unfinished));
else outbox.retry();
