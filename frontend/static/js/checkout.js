// The checkout page: details, costs, then at most two prompts of the wallet: the exact allowance, the payment.
import { money, rough } from "./amounts.js";
import { isComplete, details } from "./delivery.js";
import { ZeroAddress } from "./ethers.js";
import { declined, Refusal, tellError } from "./errors.js";
import { data, keepFocus, say, tell, tellAfterwards } from "./page.js";
import { all, forget, remember } from "./pending.js";
import * as purchase from "./purchase.js";
import { seal, sha256 } from "./sealing.js";
import { exported } from "./shopper_key.js";
import { indexed, upload } from "./storefront.js";
import { offerId } from "./terms.js";
import { settled } from "./transactions.js";
import { connect, reconnect } from "./wallet.js";

const PROMPT_LASTS = 3_600_000; // milliseconds
const { offer, offer_id: displayedId, seller_key: sellerKey } = data("checkout");
const form = document.getElementById("delivery");
const payButton = document.getElementById("pay");
const quantity = () => form.elements.quantity.value;

function step(name) {
  let reached = false;
  for (const item of document.querySelectorAll(".steps [data-step]")) {
    const isCurrent = item.dataset.step === name;
    reached ||= isCurrent;
    item.toggleAttribute("data-done", !reached);
    if (isCurrent) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  }
}

function busy(isBusy) {
  payButton.disabled = isBusy;
  form.querySelector("fieldset").disabled = isBusy;
  form.elements.quantity.disabled = isBusy;
}

/** Only a person who saw these costs has agreed to them. */
function showCosts() {
  const count = BigInt(quantity() || 1);
  const show = (id, amount) => (document.getElementById(id).textContent = money(amount, offer.currency));
  show("cost-goods", BigInt(offer.price) * count);
  show("cost-total", BigInt(offer.price) * count + BigInt(offer.shipping));
}

async function showFee({ provider }) {
  const fee = await purchase.networkFee(provider);
  document.getElementById("cost-fee").textContent = say("about", { amount: money(rough(fee), ZeroAddress) });
}

/** Seal what was typed and leave it with the storefront; the hash binds it to the order. */
async function deliver(buyer) {
  const sealed = await seal(await details(form), sellerKey, { buyer, seller: offer.seller });
  const hash = await sha256(sealed);
  await upload(hash, sealed);
  return hash;
}

async function awaitPayment(id, sent, { provider }) {
  step("wait");
  tell(say("waiting_for_chain"));
  await settled(provider, sent, () => purchase.isPaid(id, provider));
  await finish(id, provider);
}

async function finish(id, provider) {
  tell(say("paid"), "good");
  await indexed(await provider.getBlockNumber());
  forget(id);
  tellAfterwards(say("paid"));
  location.assign(`/orders/${id}`);
}

async function payFor(id, order, connected) {
  const { account, provider } = connected;
  await purchase.recheck(order, account, provider);
  if (await purchase.needsAllowance(order, account, provider)) {
    step("allow");
    tell(say("allow_in_wallet"));
    await purchase.allow(order, account, provider);
    await purchase.recheck(order, account, provider);
  }
  step("pay");
  tell(say("pay_in_wallet"));
  await purchase.rehearse(order, account, provider);
  remember(id, { action: "pay", sent: { account, hash: null }, order });
  const sent = await purchase.pay(order, account, provider);
  remember(id, { action: "pay", sent, order });
  await awaitPayment(id, sent, connected);
}

async function buy() {
  purchase.checkTerms(offer, displayedId);
  for (const [id] of unfinished()) forget(id);
  const connected = await connect();
  await showFee(connected);
  const wanted = { offer, quantity: quantity() };
  await purchase.recheck(wanted, connected.account, connected.provider);
  const delivery = await deliver(connected.account);
  const { order, id } = purchase.compose(offer, wanted.quantity, connected.account, delivery);
  await payFor(id, order, connected).catch((error) => {
    // declined: nothing was sent. Otherwise the payment may still arrive: keep it.
    if (declined(error) || error instanceof Refusal) forget(id);
    throw error;
  });
}

/** Go on with a payment that an earlier load of this page began: an id is paid once, so that cannot pay twice. */
async function resume(id, { sent }) {
  const connected = (await reconnect()) ?? (await connect());
  tell(say("resuming"));
  await awaitPayment(id, sent, connected).catch((error) => {
    if (error instanceof Refusal) forget(id);
    throw error;
  });
}

/** Payments for this offer that an earlier load of this page began, the newest first. */
function unfinished() {
  const isOpen = ({ sent, at }) => sent.hash || Date.now() - at < PROMPT_LASTS;
  return all((what) => what.action === "pay" && offerId(what.order.offer) === displayedId && isOpen(what));
}

/** The wallet never named a transaction, but its prompt may still be open. */
async function watch(id, { sent }) {
  tell(say("begun_earlier"), "warn");
  const connected = await reconnect();
  if (!connected) return;
  await settled(connected.provider, sent, () => purchase.isPaid(id, connected.provider));
  await finish(id, connected.provider);
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

form.elements.quantity.addEventListener("input", showCosts);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (isComplete(form)) attempt(buy);
  else tell(say("details_missing"), "bad");
});
document.getElementById("export-key").addEventListener("click", () => saveKey().catch(tellError));

showCosts();
payButton.disabled = false;
const [begun] = unfinished();
if (begun?.[1].sent.hash) attempt(() => resume(...begun));
else if (begun) watch(...begun).catch(tellError);
else reconnect().then((connected) => connected && showFee(connected), tellError);
