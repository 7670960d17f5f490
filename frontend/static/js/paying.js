// A payment from the first prompt to the receipt: sent by the shopper, or signed and sent by this shop; followed by its
// orders' ids, and gone on with after a reload. An id is paid once: no second try and no second way pays twice.
import { giveAllowances } from "./allowances.js";
import { short } from "./amounts.js";
import { authorized } from "./authorizing.js";
import { settle } from "./cart.js";
import { moment } from "./countdown.js";
import { declined, Refusal } from "./errors.js";
import { checkFee } from "./network_fee.js";
import { data, market, now, say, tell, tellAfterwards } from "./page.js";
import { all, forget, recall, remember } from "./pending.js";
import * as purchase from "./purchase.js";
import { brought, NotSent } from "./relay.js";
import { step } from "./steps.js";
import { indexed } from "./storefront.js";
import { offerId, orderId } from "./terms.js";
import { blockOf, settled } from "./transactions.js";
import { reconnect } from "./wallet.js";
import { bySignature, sendsItHimself } from "./way.js";

const PROMPT_LASTS = 3_600_000; // milliseconds
const { lines, from_cart: inCart } = data("checkout");

const idsOf = (orders) => orders.map((order) => orderId(order, market.chain.id, market.escrow));
const arePaid = ({ orders }, provider) => purchase.arePaid(idsOf(orders), provider);

/** Whether somebody may hold a signature for this payment that is still worth something. */
const isSigned = ({ signed }) => Boolean(signed) && now() < signed.until;

/** Payments for any of these offers that an earlier load of this page began, the newest first. */
export function unfinished() {
  const shown = lines.map(({ id }) => id);
  const isOpen = (what) => what.sent.hash || isSigned(what) || Date.now() - what.at < PROMPT_LASTS;
  const isHere = ({ orders }) => orders.some(({ offer }) => shown.includes(offerId(offer)));
  return all((what) => what.action === "pay" && isHere(what) && isOpen(what));
}

/** Until when what an account has signed for these offers holds (Unix seconds); 0 where it has not. */
export function signedUntil(account) {
  const ends = unfinished().filter(([, what]) => isSigned(what) && what.sent.account === account);
  return Math.max(0, ...ends.map(([, { signed }]) => signed.until));
}

/** What was begun came to nothing. As long as a signature holds, it could be used: no other orders are to be made until then. */
function drop(key) {
  const what = recall(key);
  if (what && isSigned(what)) remember(key, { ...what, sent: { ...what.sent, hash: null } });
  else forget(key);
}

async function finish(key, { orders, inCart: wasInCart, sent }, provider) {
  tell(say("paid"), "good");
  await indexed(await blockOf(sent.hash, provider));
  if (wasInCart) settle(orders.map(({ offer, quantity }) => ({ offer: offerId(offer), quantity: Number(quantity) })));
  forget(key);
  tellAfterwards(say("paid"));
  location.assign(`/orders/${idsOf(orders)[0]}/receipt`);
}

async function awaitPayment(key, what, { provider }) {
  step("wait");
  tell(say("waiting_for_chain"));
  await settled(provider, what.sent, () => arePaid(what, provider));
  await finish(key, what, provider);
}

async function sendHimself(key, what, connected) {
  const { account, provider } = connected;
  const { orders } = what;
  if (await arePaid(what, provider)) return finish(key, what, provider);
  if (orders[0].payer !== account) throw new Refusal(say("other_account", { account: short(orders[0].payer) }));
  await checkFee(purchase.gasOf(orders.length, 0), connected, purchase.coinDue(orders));
  const { permit, waited } = await giveAllowances(orders, connected);
  if (waited) await purchase.recheck(lines, account, provider);
  step("pay");
  tell(orders.length === 1 ? say("pay_in_wallet") : say("pay_all_in_wallet", { count: orders.length }));
  await purchase.rehearse(orders, lines, permit, account, provider);
  remember(key, { ...what, sent: { account, hash: null } });
  const sent = await purchase.pay(orders, permit, account, provider);
  const begun = { ...what, sent };
  remember(key, begun);
  return awaitPayment(key, begun, connected);
}

/** The payment with its payer's signature; null where he thought better of it. */
async function signedFor(key, what, connected) {
  if (isSigned(what)) return what;
  const signed = await authorized(what.orders, connected);
  if (!signed) return null;
  const known = { ...what, signed };
  remember(key, known);
  return known;
}

function thoughtBetter(key) {
  drop(key);
  step("details");
  tell(say("not_signed"));
}

async function haveItSent(key, what, connected) {
  const { provider } = connected;
  if (await arePaid(what, provider)) return finish(key, what, provider);
  const known = await signedFor(key, what, connected);
  if (!known) return thoughtBetter(key);
  step("wait");
  tell(say("relay_brings"));
  try {
    await brought(known.signed.document, known.signed.until, () => arePaid(known, provider));
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    if (await sendsItHimself(error.message, say("pay_yourself"))) return sendHimself(key, known, connected);
    throw new Refusal(say("signed_not_paid", { until: moment(known.signed.until) }));
  }
  return finish(key, known, provider);
}

/** Pay in the way that the shopper has chosen. */
async function pay(key, what, connected) {
  const send = bySignature() ? haveItSent : sendHimself;
  await send(key, what, connected).catch((error) => {
    // otherwise the payment may still arrive: keep it
    if (declined(error) || error instanceof Refusal) drop(key);
    throw error;
  });
}

/** Pay for orders, which are known by a key of their own. */
export const payFor = (key, orders, connected) =>
  pay(key, { action: "pay", orders, inCart, sent: { account: connected.account, hash: null } }, connected);

/** Wait for a payment that was sent or signed before. */
export async function resume(key, what, connected) {
  tell(say(what.sent.hash ? "resuming" : "resuming_signed"));
  if (!what.sent.hash) return pay(key, what, connected);
  return awaitPayment(key, what, connected).catch((error) => {
    if (error instanceof Refusal) drop(key);
    throw error;
  });
}

/** Go on with a payment that was begun here, in another tab or earlier, and is made or on its way; false if none is. */
export async function goOn(connected) {
  const { account, provider } = connected;
  for (const [key, what] of unfinished()) {
    const isOnItsWay = async () => what.sent.hash && (await provider.getTransaction(what.sent.hash));
    const isHis = isSigned(what) && what.sent.account === account;
    if (isHis || (await arePaid(what, provider)) || (await isOnItsWay())) {
      await resume(key, what, connected);
      return true;
    }
    drop(key);
  }
  return false;
}

/** The wallet never named a transaction, but its prompt may still be open. */
export async function watch(key, what) {
  tell(say("begun_earlier"), "warn");
  const connected = await reconnect();
  if (!connected) return;
  const { provider } = connected;
  await settled(provider, what.sent, () => arePaid(what, provider));
  await finish(key, what, provider);
}

/** Whether a payment goes on by itself when the page is loaded again. */
export const goesOn = (what) => Boolean(what.sent.hash) || isSigned(what);
