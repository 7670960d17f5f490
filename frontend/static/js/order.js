// The order page: what its people can do, each asked once more, then signed and sent by this shop, or sent by themselves; and
// followed by the event that it brings about.
import { money, short } from "./amounts.js";
import { balance, escrow } from "./contracts.js";
import { getAddress } from "./ethers.js";
import { declined, Refusal, tellError } from "./errors.js";
import { moment } from "./countdown.js";
import { happened } from "./happened.js";
import { checkFee } from "./network_fee.js";
import { ACTIONS, asTold, backInWords, contractOf, gasOf, planned } from "./order_actions.js";
import { data, inARow, keepFocus, market, say, tell, tellAfterwards } from "./page.js";
import * as outbox from "./outbox.js";
import { forget, recall, remember } from "./pending.js";
import { isKnownLoyalty, shares } from "./points.js";
import { brought, mayBeUsed, NotSent } from "./relay.js";
import { isForSeller, isSignable, isSigned, signedAction, standsAs } from "./signed_action.js";
import { indexed } from "./storefront.js";
import { orderId } from "./terms.js";
import { send, settled } from "./transactions.js";
import { connect, onAccount, reconnect } from "./wallet.js";
import { enableChoice, offerChoice, sendsItHimself } from "./way.js";

const { order, id } = data("order");
const { offer } = order;
const LOGS_LAG = 6000; // milliseconds by which a node may tell of an event later than of what it changed

function checkActor(actor, account) {
  if (actor && getAddress(actor) !== account) throw new Refusal(say("other_account", { account: short(actor) }));
}

/** How much a block changed the seller's balance; null where the node does not remember so far back. */
async function growth(block, provider) {
  const at = (number) => balance(offer.seller, offer.currency, provider, number);
  const known = await Promise.all([at(block - 1), at(block)]).catch(() => null);
  return known && known[1] - known[0];
}

/** What a confirmation paid: by the seller's balance, where nothing else has changed that in the same block. */
async function proceeds({ blockNumber: block, args: { released } }, provider) {
  const { released: after } = await escrow(provider).record(id);
  const { commission, points } = shares(order, after - released, released);
  const own = released - commission - points;
  const isSeen = (await growth(block, provider)) === own;
  const received = isSeen ? ["seller_received", own] : ["seller_side_received", released];
  const back = points && isKnownLoyalty(offer) ? say("points_to_you", { points: money(points, offer.currency) }) : "";
  return inARow(say(received[0], { block, amount: money(received[1], offer.currency) }), back);
}

/** What has been brought about, in a sentence. */
async function outcome({ action, sent }, event, provider) {
  if (action === "confirm") return proceeds(event, provider);
  const { refunded, cash, points } = event.args;
  if (action === "settle") {
    const parts = { cash: money(cash, offer.currency), points: money(points, offer.currency) };
    return say(`done_${asTold("done", action, sent.account)}`, parts);
  }
  const done = action === "enforce" && refunded ? "enforce_back" : action;
  const amount = refunded ? await backInWords(refunded, provider, true) : "";
  return say(`done_${asTold("done", done, sent.account)}`, { amount });
}

/** Documents by their hashes, as the outbox names them. */
const unplaced = (hashes) => hashes.map((hash) => [hash]);

async function finish(begun, event, provider) {
  tellAfterwards(await outcome(begun, event, provider));
  await indexed(event.blockNumber);
  forget(id);
  await outbox.send(unplaced(begun.documents));
  location.reload();
}

/** Keep what is known of a step for a later load of the page. */
function note(begun, known = {}) {
  Object.assign(begun, known);
  remember(id, begun);
}

/** Forget a step that came to nothing. Its documents go at once only where nobody was given what could still name them. */
async function forgetStep({ documents, signed, sent }) {
  const named = unplaced(documents);
  if (!signed && !sent.hash) return outbox.drop(named);
  await outbox.keepUntil(named, sent.hash ? outbox.inTime() : signed.until);
  forget(id);
}

/** Wait for what the shopper has sent: the event of it. */
async function follow(begun, provider) {
  await outbox.keepUntil(unplaced(begun.documents), undefined);
  tell(say("waiting_for_chain"));
  let event;
  const isDone = async () => (event = await happened(begun, provider));
  await settled(provider, begun.sent, isDone, () => note(begun));
  return event;
}

async function sendHimself(begun, { account, provider }) {
  await checkFee(gasOf(begun.action), { account, provider });
  tell(say("confirm_in_wallet"));
  const { action, values } = begun;
  note(begun, { sent: await send(contractOf(action, provider)[action], account, provider, values) });
  return follow(begun, provider);
}

/** Leave a signature with whoever may send it, and say what that means; a later load of the page says it again. */
async function leave(begun) {
  note(begun, { isLeft: true });
  await outbox.keepUntil(unplaced(begun.documents), begun.signed.until);
  const until = moment(begun.signed.until);
  tell(say(begun.isKept && isForSeller(begun.action) ? "left_with_seller" : "left_signed", { until }), "warn");
}

/** Whether the order no longer stands as it did when a step was signed: what was signed is worth nothing then. */
const hasMovedOn = async ({ signed }, provider) => standsAs(await escrow(provider).record(id)) !== signed.stands;

const isUsable = async (begun, provider) =>
  Boolean(begun.signed) && mayBeUsed(begun.signed.until) && !(await hasMovedOn(begun, provider));

/** What is declined or refused came to nothing, unless somebody may still send what was signed. */
const drop = async (begun, provider) => ((await isUsable(begun, provider)) ? leave(begun) : forgetStep(begun));

const meaningOf = ({ action, isKept }) =>
  isKept && isForSeller(action) ? say("kept_for_seller") : say("nothing_happened");

/** The event of what was signed; null while there is none. Throws Refusal once there can be none. */
async function eventOfSigned(begun, provider) {
  const isOver = await hasMovedOn(begun, provider); // before the events: what has changed the order shows among them
  const end = performance.now() + LOGS_LAG;
  let event = await happened(begun, provider);
  while (!event && isOver) {
    if (performance.now() > end) throw new Refusal(say("moved_on"));
    await new Promise((resolve) => setTimeout(resolve, provider.pollingInterval));
    event = await happened(begun, provider);
  }
  return event ?? null;
}

/** Have this shop send what was signed: the event of it, or nothing where it is left. */
async function haveItSent(begun, connected) {
  const { provider } = connected;
  const { document, until } = begun.signed;
  let event = null;
  await outbox.keepUntil(unplaced(begun.documents), undefined);
  tell(say("relay_brings"));
  try {
    await brought(document, until, async () => (event = await eventOfSigned(begun, provider)));
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    begun.isKept = error.isKept;
    const isHis = await sendsItHimself(error.message, meaningOf(begun));
    return isHis ? sendHimself(begun, connected) : leave(begun);
  }
  return event;
}

async function signAndHaveItSent(begun, connected) {
  note(begun, { signed: await signedAction(begun.action, begun.values, id, connected) });
  return haveItSent(begun, connected);
}

async function act(action) {
  if (orderId(order, market.chain.id, market.escrow) !== id) throw new Refusal(say("terms_differ"));
  const connected = await connect();
  const { account, provider } = connected;
  checkActor(ACTIONS[action].actor, account);
  const plan = await planned(action, connected);
  if (!plan) return;
  const { values, documents = [] } = plan;
  const from = await provider.getBlockNumber();
  const texts = values.map((value) => (typeof value === "object" ? value : String(value)));
  const names = documents.map(([hash]) => hash);
  const begun = { action, values: texts, documents: names, from, sent: { account, hash: null } };
  await outbox.hold(documents, outbox.inTime());
  const go = isSigned(action) ? signAndHaveItSent : sendHimself;
  await ending(begun, provider, () => go(begun, connected));
}

/** Finish what has happened, be it by another way. Else drop what fails for good; the rest may still arrive. */
async function ending(begun, provider, work) {
  const event = await work().catch(async (error) => {
    const otherwise = await happened(begun, provider).catch(() => null);
    if (otherwise) return otherwise;
    if (declined(error) || error instanceof Refusal) await drop(begun, provider);
    throw error;
  });
  if (event) await finish(begun, event, provider);
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

/** A signature that somebody may still send: the event where he has; else it stays left while it is worth anything. */
async function lookAfter(begun, provider) {
  const event = await eventOfSigned(begun, provider);
  if (event) return event;
  if (!mayBeUsed(begun.signed.until)) throw new Refusal(say("signature_over"));
  return leave(begun);
}

/** Go on with what an earlier load of this page began. */
async function resume(begun) {
  const connected = (await reconnect()) ?? (begun.isLeft ? null : await connect());
  if (!connected) return;
  const { provider } = connected;
  const goOn = () => {
    if (begun.isLeft) return lookAfter(begun, provider);
    return begun.signed && !begun.sent.hash ? haveItSent(begun, connected) : follow(begun, provider);
  };
  await ending(begun, provider, goOn);
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
  const mayPay = document.querySelector('[data-verb="repay"]') !== null; // of a plan: anybody
  offerChoice(mayPay || buttons.some(({ hidden, dataset }) => !hidden && isSignable(dataset.action)));
  const notYours = document.getElementById("not-yours");
  notYours.hidden = !buttons.some((button) => button.hidden);
  const whoseSteps = document.getElementById("whose-steps");
  if (whoseSteps) whoseSteps.hidden = !notYours.hidden;
}
showActions(null);
onAccount(showActions);

const unfinished = recall(id);
if (unfinished && unfinished.action in ACTIONS) attempt(() => resume(unfinished));
outbox.retry();
