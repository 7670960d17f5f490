// A payment from the first prompt to the receipt: sent by the shopper, or signed and sent by this shop; followed by its
// orders' ids, and gone on with after a reload. An id is paid once: no second try and no second way pays twice. A cart that
// takes several payments, because points pay a part of it, is paid one after the other; what is paid goes from the page.
import { giveAllowances } from "./allowances.js";
import { money, short } from "./amounts.js";
import { authorized } from "./authorizing.js";
import { settle } from "./cart.js";
import { gasOf, goodsOf, inCart, lines, linesOf, paidBefore, takeOut } from "./checkout_lines.js";
import { moment } from "./countdown.js";
import { declined, NotYet, Refusal } from "./errors.js";
import { checkFee } from "./network_fee.js";
import * as outbox from "./outbox.js";
import { market, say, tell, tellAfterwards } from "./page.js";
import { all, forget, isPrompted, recall, remember } from "./pending.js";
import { isWithPoints, paidBy } from "./points.js";
import * as purchase from "./purchase.js";
import { brought, mayBeUsed, NotSent } from "./relay.js";
import { step } from "./steps.js";
import { indexed } from "./storefront.js";
import { offerId, orderId, purchaseId } from "./terms.js";
import { blockOf, settled } from "./transactions.js";
import { reconnect } from "./wallet.js";
import { becameOf, bySignature, goesOnWith, sendsItHimself } from "./way.js";

const detailsOfThen = document.getElementById("details-of-then");

const finishing = new Map();

const idsOf = (orders) => orders.map((order) => orderId(order, market.chain.id, market.escrow));

/** What a payment is known by: the orders that it is for. */
export const keyOf = (orders) => purchaseId(idsOf(orders));

/** The sealed details of orders, as the outbox names them. */
const detailsOf = (orders) => orders.map(({ delivery }) => [delivery]);

const arePaid = ({ orders }, provider) => purchase.arePaid(idsOf(orders), provider);

/** Whether somebody may hold a signature for this payment that is still worth something. */
const isSigned = ({ signed }) => Boolean(signed) && mayBeUsed(signed.until);

/** Whether a payment, with those that were to follow it, is for what this page shows: the same offers, as many of each. */
const isShown = ({ orders, rest = [] }) => String([...goodsOf(orders), ...rest].sort()) === String(goodsOf(lines));

/** Payments for what this page shows that an earlier load of it began, the newest first; a signature may have been used. */
export function unfinished() {
  const isOpen = (what) => what.sent.hash || what.signed || isPrompted(what);
  return all((what) => what.action === "pay" && isShown(what) && isOpen(what));
}

/** Payments for any offer of this page that somebody may still make by a signature. */
function signedFor() {
  const shown = lines.map(({ id }) => id);
  const isHere = ({ orders }) => orders.some(({ offer }) => shown.includes(offerId(offer)));
  return all((what) => what.action === "pay" && isSigned(what) && isHere(what));
}

/** What a payment is for, and what it costs. */
function costOf({ orders, goods }) {
  return { goods, amount: purchase.due(orders).map((sum) => money(sum[1], sum[0])).join(", ") };
}

/**
 * Until a signature is over, nothing else can be paid here: other goods, another account's orders or other details would
 * be paid beside it. Where the details are of an earlier load or another tab, the shopper is asked. Throws Refusal.
 * @param {{keys: string[], isWanted: boolean}} composed the payments composed here last; whether they are what is wanted now
 */
export async function checkSigned(composed, { account, provider }) {
  for (const [key, what] of signedFor()) {
    if (await arePaid(what, provider)) continue;
    const terms = { ...costOf(what), until: moment(what.signed.until) };
    const isComposed = composed.keys.includes(key);
    if (!isShown(what) || what.sent.account !== account) throw new Refusal(say("signed_otherwise", terms));
    if (isComposed && !composed.isWanted) throw new Refusal(`${say("signed_otherwise", terms)} ${say("put_back")}`);
    if (!isComposed && !(await goesOnWith(terms))) throw new NotYet(say("signed_not_paid", terms));
  }
}

/** What was begun came to nothing. As long as a signature holds, it could be used: it is kept until then. */
async function drop(key) {
  const what = recall(key);
  if (what) await outbox.keepUntil(detailsOf(what.orders), outbox.inTime()); // it may be mined all the same
  if (what && isSigned(what)) return remember(key, { ...what, sent: { account: what.sent.account, hash: null } });
  forget(key);
  showDetailsOfThen("");
}

/** Where a purchase that is paid is seen: on its receipt, with what was paid before it. */
function placeOf({ orders, earlier = [] }) {
  const asked = new URLSearchParams(earlier.map((id) => ["and", id]));
  return `/orders/${idsOf(orders)[0]}/receipt${earlier.length ? `?${asked}` : ""}`;
}

async function arrive(key, what, provider) {
  const { orders, rest = [], inCart: wasInCart, sent } = what;
  tell(say(rest.length ? "paid_part" : "paid"), "good");
  await indexed(await blockOf(sent.hash, provider));
  await outbox.send(detailsOf(orders)).catch(() => {}); // they stay for a later page
  if (wasInCart) settle(orders.map(({ offer, quantity }) => ({ offer: offerId(offer), quantity: Number(quantity) })));
  forget(key);
  if (rest.length) {
    takeOut(orders, idsOf(orders)[0]);
    return;
  }
  tellAfterwards(detailsOfThen.textContent); // a receipt says itself that it is paid
  location.assign(placeOf(what));
}

/** Finish a payment once: what watches over an open prompt and the shopper who presses again may both see it arrive. */
function finish(key, what, provider) {
  if (!finishing.has(key)) {
    finishing.set(key, arrive(key, what, provider).catch((error) => {
      finishing.delete(key);
      throw error;
    }));
  }
  return finishing.get(key);
}

/** After a part that an earlier load of the page began: the rest is another purchase, with details of its own. */
function goToRest({ rest = [] }) {
  if (!rest.length) return;
  tellAfterwards(`${say("paid_part")} ${detailsOfThen.textContent}`);
  location.reload();
}

/** Show beside whatever is told that a payment goes on with the details of then, or show it no more (""). */
function showDetailsOfThen(sentence) {
  detailsOfThen.textContent = sentence;
  detailsOfThen.hidden = !sentence;
}

async function awaitPayment(key, what, { provider }) {
  await outbox.keepUntil(detailsOf(what.orders), undefined);
  step("wait");
  tell(say("waiting_for_chain"));
  await settled(provider, what.sent, () => arePaid(what, provider), () => remember(key, what));
  await finish(key, what, provider);
}

async function sendHimself(key, what, connected) {
  const { account, provider } = connected;
  const { orders } = what;
  if (await arePaid(what, provider)) return finish(key, what, provider);
  if (paidBy(orders[0]) !== account) throw new Refusal(say("other_account", { account: short(paidBy(orders[0])) }));
  await checkFee(gasOf(orders), connected, purchase.coinDue(orders));
  const { permit, waited } = await giveAllowances(orders, connected);
  if (waited && (await arePaid(what, provider))) return finish(key, what, provider);
  if (waited) await purchase.recheck(linesOf(orders), orders, account, provider);
  step(isWithPoints(orders[0]) ? `points-${orders[0].offer.currency}` : "pay");
  tell(orders.length === 1 ? say("pay_in_wallet") : say("pay_all_in_wallet", { count: orders.length }));
  await purchase.rehearse(orders, lines, permit, account, provider);
  remember(key, { ...what, sent: { account, hash: null, at: Date.now() } });
  const sent = await purchase.pay(orders, permit, account, provider);
  const begun = { ...what, sent };
  remember(key, begun);
  return awaitPayment(key, begun, connected);
}

/** The payment with its payer's signature; null where he thought better of it. */
async function withSignature(key, what, connected) {
  if (isSigned(what)) return what;
  const signed = await authorized(what.orders, connected);
  if (!signed) return null;
  const known = { ...what, signed };
  remember(key, known);
  return known;
}

async function thoughtBetter(key) {
  await drop(key);
  step("details");
  tell(say("not_signed"));
}

async function haveItSent(key, what, connected) {
  const { provider } = connected;
  if (await arePaid(what, provider)) return finish(key, what, provider);
  const known = await withSignature(key, what, connected);
  if (!known) return thoughtBetter(key);
  step("wait");
  tell(say("relay_brings"));
  try {
    await brought(known.signed.document, known.signed.until, () => arePaid(known, provider));
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    if (await sendsItHimself(error.message, say("pay_yourself"))) return sendHimself(key, known, connected);
    throw new NotYet(say("pay_again", { until: moment(known.signed.until) }));
  }
  return finish(key, known, provider);
}

/** Whether an error ends a payment as it was begun and is now `known`: a prompt that was open before may still be so. */
const isEnd = (error, begun, known) => (declined(error) ? !isPrompted(begun) : error instanceof Refusal && !isPrompted(known));

/** What fails may have been paid by another way. Else drop what fails for good; the rest may still arrive. */
async function ending(key, what, { provider }, work) {
  await work().catch(async (error) => {
    const known = recall(key) ?? what;
    if (await arePaid(known, provider).catch(() => false)) return finish(key, known, provider);
    if (isEnd(error, what, known)) await drop(key);
    throw error;
  });
}

/** Pay in the way that the shopper has chosen; nobody else can send a payment with points. */
const pay = (key, what, connected) =>
  ending(key, what, connected, () =>
    (bySignature() && !isWithPoints(what.orders[0]) ? haveItSent : sendHimself)(key, what, connected),
  );

/** What orders are for, in words. */
function goodsNamed(orders) {
  const goods = linesOf(orders).map(({ title, quantity }) => `${quantity} × ${title}`).join(", ");
  const [{ plan }] = orders;
  return plan ? say("goods_later", { goods, count: plan.instalments }) : goods;
}

/** Pay for orders, in as few payments as that takes; `onPart` is called after each but the last. */
export async function payFor(orders, connected, onPart) {
  showDetailsOfThen("");
  const parts = purchase.payments(orders);
  for (const [place, part] of parts.entries()) {
    const goods = goodsNamed(part);
    const rest = goodsOf(parts.slice(place + 1).flat());
    const sent = { account: connected.account, hash: null };
    const what = { action: "pay", orders: part, goods, rest, earlier: paidBefore(), inCart, sent };
    await pay(keyOf(part), what, connected);
    if (!rest.length || recall(keyOf(part))) return;
    onPart(part);
  }
}

/** Go on with a payment that was begun before; `isOtherwise` where it was sent with other details than stand here. */
export async function resume(key, what, connected, isOtherwise = false) {
  if (what.sent.hash) {
    tell(say("resuming"));
    showDetailsOfThen(isOtherwise ? say("resuming_sent") : "");
    await ending(key, what, connected, () => awaitPayment(key, what, connected));
  } else {
    showDetailsOfThen(say(what.signed ? "resuming_signed" : "resuming_begun"));
    await pay(key, what, connected);
  }
  if (!recall(key)) goToRest(what);
}

/**
 * Ask what became of a payment that the wallet was asked for; resolves to whether to go on with it. Another one beside it would
 * be paid too, if it is confirmed. Throws Refusal where the shopper does neither.
 */
async function goesOnWithPrompt(what, account) {
  const answer = await becameOf(costOf(what));
  if (answer === "rejected") return false;
  if (answer !== "yes") throw new Refusal(say("begun_earlier"));
  if (what.sent.account !== account) throw new Refusal(say("other_account", { account: short(what.sent.account) }));
  return true;
}

/**
 * Go on with a payment that was begun here, in another tab or earlier, and is made, on its way or, as the shopper says, to be
 * made; false if none is. What is composed here and wanted now is left to be paid again: its ids are the same.
 * @param {{keys: string[], isWanted: boolean}} composed as for `checkSigned`
 */
export async function goOn(composed, connected) {
  const { account, provider } = connected;
  for (const [key, what] of unfinished()) {
    const isWanted = composed.keys.includes(key) && composed.isWanted;
    const isHis = isSigned(what) && what.sent.account === account;
    const isOnItsWay = what.sent.hash || isHis || (await arePaid(what, provider));
    if (isWanted && !isOnItsWay) continue;
    if (isOnItsWay || (isPrompted(what) && (await goesOnWithPrompt(what, account)))) {
      await resume(key, what, connected, !isWanted);
      return true;
    }
    await drop(key);
  }
  return false;
}

/** The wallet never named a transaction, but its prompt may still be open; or else a signature is over, used or not. */
export async function watch(key, what) {
  const mayCome = isPrompted(what);
  if (mayCome) tell(say("begun_earlier"), "warn");
  const connected = await reconnect();
  if (!connected) return;
  const { provider } = connected;
  if (mayCome) await settled(provider, what.sent, () => arePaid(what, provider));
  else if (!(await arePaid(what, provider))) return drop(key);
  await finish(key, what, provider);
  goToRest(what);
}

/** Whether a payment goes on by itself when the page is loaded again. */
export const goesOn = (what) => Boolean(what.sent.hash) || isSigned(what);
