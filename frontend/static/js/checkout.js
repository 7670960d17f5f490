// The checkout: details, costs, then the wallet: an exact allowance for each token where one is missing, one payment.
import { enableAddressBook, keepAddress } from "./address_book.js";
import { money } from "./amounts.js";
import { settle } from "./cart.js";
import { showCommissions, showCosts, showFee } from "./costs.js";
import { details, isComplete, typed, unmarkWhatIsMended } from "./delivery.js";
import { checkDestinations, markDestinations } from "./destinations.js";
import { declined, Refusal, tellError } from "./errors.js";
import { buyerFor, enableGift } from "./gift.js";
import { data, keepFocus, market, say, tell, tellAfterwards } from "./page.js";
import { all, forget, remember } from "./pending.js";
import * as purchase from "./purchase.js";
import { referrerOf } from "./referral.js";
import { seal, sha256 } from "./sealing.js";
import { sellerKey } from "./seller_key.js";
import { exported } from "./shopper_key.js";
import { step } from "./steps.js";
import { indexed, upload } from "./storefront.js";
import { offerId, orderId, purchaseId } from "./terms.js";
import { blockOf, settled } from "./transactions.js";
import { connect, onAccount, reconnect } from "./wallet.js";

const PROMPT_LASTS = 3_600_000; // milliseconds
const { lines, from_cart: fromCart } = data("checkout");
const form = document.getElementById("delivery");
const payButton = document.getElementById("pay");
let shownFor = null;
let composed = { wanted: "", made: [] };

function busy(isBusy) {
  payButton.disabled = isBusy;
  for (const part of form.querySelectorAll("fieldset")) part.disabled = isBusy;
}

const showCommissionsFor = (people) => showCommissions(lines, (offer) => referrerOf(offer, people));

/** What depends on who pays: the network's fee, and who gets a commission. */
async function showFor({ account, provider }, people = { buyer: account, payer: account }) {
  showCommissionsFor(people);
  const missing = await purchase.missingAllowances(lines, account, provider);
  showFee(await purchase.networkFee(lines.length, missing.length, provider));
}

/** Seal what was typed for a line's seller and leave it with the storefront; the hash binds it to the order. */
async function deliver({ offer: { seller } }, buyer, provider) {
  const sealed = await seal(await details(form, seller), await sellerKey(seller, provider), { buyer, seller });
  const hash = await sha256(sealed);
  await upload(hash, sealed);
  return hash;
}

/** The orders with their ids. Another try for the same people and details is for the same orders: an id is paid once. */
async function compose(people, provider) {
  const wanted = JSON.stringify([people, typed(form)]);
  if (composed.wanted === wanted) return composed.made;
  const made = [];
  for (const line of lines) {
    const delivery = await deliver(line, people.buyer, provider);
    made.push(purchase.compose(line, people, referrerOf(line.offer, people), delivery));
  }
  composed = { wanted, made };
  return made;
}

const idsOf = (orders) => orders.map((order) => orderId(order, market.chain.id, market.escrow));

async function awaitPayment(key, what, { provider }) {
  step("wait");
  tell(say("waiting_for_chain"));
  await settled(provider, what.sent, () => purchase.arePaid(idsOf(what.orders), provider));
  await finish(key, what, provider);
}

async function finish(key, { orders, inCart, sent }, provider) {
  tell(say("paid"), "good");
  await indexed(await blockOf(sent.hash, provider));
  if (inCart) settle(orders.map(({ offer, quantity }) => ({ offer: offerId(offer), quantity: Number(quantity) })));
  forget(key);
  tellAfterwards(say("paid"));
  location.assign(`/orders/${idsOf(orders)[0]}/receipt`);
}

async function giveAllowances(orders, { account, provider }) {
  const missing = await purchase.missingAllowances(orders, account, provider);
  for (const [currency, amount] of missing) {
    step(`allow-${currency}`);
    tell(say("allow_in_wallet", { amount: money(amount, currency) }));
    await purchase.allow(currency, amount, account, provider);
  }
  if (missing.length) await purchase.recheck(lines, account, provider);
}

async function payFor(key, orders, connected) {
  const { account, provider } = connected;
  await giveAllowances(orders, connected);
  step("pay");
  tell(orders.length === 1 ? say("pay_in_wallet") : say("pay_all_in_wallet", { count: orders.length }));
  await purchase.rehearse(orders, lines, account, provider);
  const what = { action: "pay", orders, inCart: fromCart };
  remember(key, { ...what, sent: { account, hash: null } });
  const sent = await purchase.pay(orders, account, provider);
  remember(key, { ...what, sent });
  await awaitPayment(key, { ...what, sent }, connected);
}

/** Go on with a payment that was begun here, in another tab or earlier, and is made or on its way; false if none is. */
async function goOn(connected) {
  const { provider } = connected;
  for (const [key, what] of unfinished()) {
    const isPaid = await purchase.arePaid(idsOf(what.orders), provider);
    if (isPaid || (what.sent.hash && (await provider.getTransaction(what.sent.hash)))) {
      await resume(key, what, connected);
      return true;
    }
    forget(key);
  }
  return false;
}

async function buy() {
  purchase.checkTerms(lines);
  checkDestinations(form.elements.country, lines);
  const connected = await connect();
  const { account, provider } = connected;
  if (await goOn(connected)) return;
  const people = { buyer: buyerFor(account, lines), payer: account };
  await showFor(connected, people);
  await purchase.recheck(lines, account, provider);
  keepAddress(form);
  const made = await compose(people, provider);
  const key = purchaseId(made.map(({ id }) => id));
  const orders = made.map(({ order }) => order);
  await payFor(key, orders, connected).catch((error) => {
    // declined: nothing was sent. Otherwise the payment may still arrive: keep it.
    if (declined(error) || error instanceof Refusal) forget(key);
    throw error;
  });
}

/** Wait for a payment that was sent before: an id is paid once, so that cannot pay twice. */
async function resume(key, what, connected) {
  tell(say("resuming"));
  await awaitPayment(key, what, connected).catch((error) => {
    if (error instanceof Refusal) forget(key);
    throw error;
  });
}

/** Payments for any of these offers that an earlier load of this page began, the newest first. */
function unfinished() {
  const shown = lines.map(({ id }) => id);
  const isOpen = ({ sent, at }) => sent.hash || Date.now() - at < PROMPT_LASTS;
  const isHere = ({ orders }) => orders.some(({ offer }) => shown.includes(offerId(offer)));
  return all((what) => what.action === "pay" && isHere(what) && isOpen(what));
}

/** The wallet never named a transaction, but its prompt may still be open. */
async function watch(key, what) {
  tell(say("begun_earlier"), "warn");
  const connected = await reconnect();
  if (!connected) return;
  const { provider } = connected;
  await settled(provider, what.sent, () => purchase.arePaid(idsOf(what.orders), provider));
  await finish(key, what, provider);
}

/** Show what depends on the account that the wallet now has. */
async function showAgain(account) {
  shownFor = account;
  const connected = account && (await reconnect());
  if (connected) await showFor(connected);
}

function attempt(work) {
  const focusAgain = keepFocus();
  busy(true);
  work()
    .catch((error) => {
      tellError(error);
      step("details");
    })
    .finally(() => {
      busy(false);
      focusAgain();
    });
}

async function saveKey() {
  const href = URL.createObjectURL(await exported());
  Object.assign(document.createElement("a"), { download: "handover-key.json", href }).click();
  URL.revokeObjectURL(href);
}

form.elements.country.addEventListener("change", ({ target }) => markDestinations(target, lines));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (isComplete(form)) attempt(buy);
  else tell(say("details_missing"), "bad");
});
document.getElementById("export-key").addEventListener("click", () => saveKey().catch(tellError));

showCosts(lines);
showCommissionsFor({ buyer: "", payer: "" });
enableGift();
enableAddressBook(form);
unmarkWhatIsMended(form);
markDestinations(form.elements.country, lines);
payButton.disabled = false;
const [begun] = unfinished();
if (begun?.[1].sent.hash) attempt(async () => resume(...begun, (await reconnect()) ?? (await connect())));
else if (begun) watch(...begun).catch(tellError);
else onAccount((account) => account !== shownFor && showAgain(account).catch(tellError));
