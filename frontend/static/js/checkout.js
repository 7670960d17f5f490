// The checkout: details, points, costs, then one signature, or the wallet: an exact allowance for each token where one is
// missing, one payment; another one for each currency of which points are used.
import { enableAddressBook, keepAddress } from "./address_book.js";
import { transactionsFor } from "./allowances.js";
import { money } from "./amounts.js";
import { chooseAsked } from "./asked_country.js";
import { checkCart, gasOf, lines } from "./checkout_lines.js";
import { showSteps } from "./checkout_steps.js";
import { showCommissions, showCosts, showFee, showFeeAsked, showFeeLater, showNoFee } from "./costs.js";
import { details, goTo, missing, typed, unmarkWhatIsMended } from "./delivery.js";
import { checkDestinations, markDestinations } from "./destinations.js";
import { declined, sentence, tellError } from "./errors.js";
import { buyerFor, enableGift } from "./gift.js";
import { networkFee } from "./network_fee.js";
import * as outbox from "./outbox.js";
import { keepFocus, say, tell } from "./page.js";
import { checkSigned, goesOn, goOn, keyOf, payFor, resume, unfinished, watch } from "./paying.js";
import * as purchase from "./purchase.js";
import { referrerOf } from "./referral.js";
import { seal, sha256 } from "./sealing.js";
import { sellerKey } from "./seller_key.js";
import { exported } from "./shopper_key.js";
import { step } from "./steps.js";
import { upload } from "./storefront.js";
import { checkPoints, enablePoints, hidePaid, pointsFor, showPoints, usesPoints } from "./use_points.js";
import { connect, onAccount, reconnect } from "./wallet.js";
import { bySignature, enableChoice, offerChoice } from "./way.js";

const form = document.getElementById("delivery");
const payButton = document.getElementById("pay");
const receipts = document.getElementById("paid-part");
const PAUSE = 300; // milliseconds
let shownFor = null;
let asking;
let paidHere = 0; // orders
let isRefused = false; // to be paid later, before anything was filled in
let composed = { wanted: "", made: [], documents: [] };

function busy(isBusy) {
  payButton.disabled = isBusy;
  for (const part of document.querySelectorAll("#delivery > fieldset, #points")) part.disabled = isBusy;
}

const isSignedWay = () => bySignature() && !usesPoints(lines);

/** What the lines cost is computed from, with the points that are chosen. */
function drafts(people) {
  const points = pointsFor(lines);
  return lines.map((line, place) => purchase.draft(line, people, points[place]));
}

const showCommissionsFor = (people) => showCommissions(lines, (offer) => referrerOf(offer, people));

/** What depends on who pays and how: the network's fee, and who gets a commission. */
async function showFor(connected, people = { buyer: connected.account, payer: connected.account }) {
  showCommissionsFor(people);
  if (isSignedWay()) return showNoFee();
  const wanted = drafts(people);
  const gas = gasOf(wanted, await transactionsFor(wanted, connected));
  showFee(await networkFee(gas, connected.provider));
}

/** What was typed, sealed for a line's seller: [hash, bytes]; the hash binds it to the order. */
async function delivery({ offer: { seller } }, buyer, provider) {
  const sealed = await seal(await details(form, seller), await sellerKey(seller, provider), { buyer, seller });
  return [await sha256(sealed), sealed];
}

const wish = (people) => JSON.stringify([people, typed(form), pointsFor(lines).map(String)]);

/** Orders with their ids for what is wanted now, and their sealed details. */
async function composedAnew(wanted, people, provider) {
  const points = pointsFor(lines);
  const [made, documents] = [[], []];
  for (const [place, line] of lines.entries()) {
    const document = await delivery(line, people.buyer, provider);
    made.push(purchase.compose(line, people, points[place], referrerOf(line.offer, people), document[0]));
    documents.push(document);
  }
  return { wanted, made, documents };
}

/**
 * The orders with their ids. Another try for the same people and details is for the same orders: an id is paid once. The
 * storefront has their details before anybody pays; it may drop them before it sees the order, and nobody else has them.
 */
async function compose(people, provider) {
  const wanted = wish(people);
  if (composed.wanted !== wanted) composed = await composedAnew(wanted, people, provider);
  await outbox.hold(composed.documents, outbox.inTime());
  for (const [hash, body] of composed.documents) await upload(hash, body);
  return composed.made;
}

/** What was composed here last, by the keys of its payments; whether it is still what is wanted. */
function composedFor(people) {
  const parts = purchase.payments(composed.made.map(({ order }) => order));
  return { keys: parts.map(keyOf), isWanted: composed.wanted === wish(people) };
}

/** After one of several payments: another try is for the rest of the same orders. */
function keepRest(paid, people) {
  const made = composed.made.filter(({ order }) => !paid.includes(order));
  const documents = composed.documents.filter(([hash]) => made.some(({ order }) => order.delivery === hash));
  composed = { wanted: wish(people), made, documents };
}

function addReceipt(id) {
  const [first] = receipts.children;
  const link = receipts.hidden ? first : first.cloneNode(true);
  link.href = `/orders/${id}/receipt`;
  receipts.append(link);
  receipts.hidden = false;
}

/** After one of several payments: the page is about the rest, which its button pays. */
function showRest(paid, people) {
  addReceipt(composed.made.find(({ order }) => order === paid[0]).id);
  paidHere += paid.length;
  keepRest(paid, people);
  hidePaid(lines);
  showWay();
}

/** Show why a payment did not come about, and what is paid all the same. */
function tellUnpaid(error) {
  if (!paidHere) return tellError(error);
  const counts = { paid: paidHere, all: paidHere + lines.length };
  if (declined(error)) return tell(say("part_declined", counts));
  return tell(say("part_failed", { ...counts, reason: sentence(error) }), "bad");
}

async function buy() {
  purchase.checkTerms(lines);
  checkDestinations(form.elements.country, lines);
  const connected = await connect();
  const { account, provider } = connected;
  const people = { buyer: buyerFor(account, lines), payer: account };
  const before = composedFor(people);
  await checkSigned(before, connected);
  if (await goOn(before, connected)) return;
  checkCart();
  await checkPoints(lines, connected, showWay);
  await showFor(connected, people);
  await purchase.recheck(lines, drafts(people), account, provider);
  keepAddress(form);
  const made = await compose(people, provider);
  await payFor(made.map(({ order }) => order), connected, (paid) => showRest(paid, people));
}

/** Say at once, not only when all is filled in, that an account cannot pay later. */
async function showWhetherLent({ account, provider }) {
  if (isRefused) tell("");
  isRefused = false;
  const orders = drafts({ buyer: account, payer: account });
  await purchase.checkLater(orders, provider).catch((error) => {
    isRefused = true;
    throw error;
  });
}

/** Show what depends on the account that the wallet now has. */
async function showAgain(account) {
  shownFor = account;
  const connected = account && (await reconnect());
  await showPoints(lines, connected);
  showChoice();
  if (!connected) return;
  await showFor(connected);
  if (!begun) await showWhetherLent(connected);
}

/** What the button pays: the sum, where it is one. */
function showButton(orders) {
  const sums = purchase.due(orders).filter(([, cash]) => cash > 0n);
  const [currency, cash] = sums[0] ?? [];
  if (paidHere) payButton.textContent = say("pay_rest");
  else if (sums.length === 1) payButton.textContent = say("pay_sum", { amount: money(cash, currency) });
  else payButton.textContent = say("pay");
}

/** Show what the chosen points change: costs, steps, the button, and that there is no choice who sends such a payment. */
function showChoice() {
  const wanted = drafts({ buyer: "", payer: "" });
  showCosts(lines, wanted);
  showButton(wanted);
  showSteps(wanted, isSignedWay());
  offerChoice(!usesPoints(lines));
}

/** The fee could not be asked. */
function notKnown(error) {
  showFeeLater();
  tellError(error);
}

/** Ask for the fee again, once nothing has been moved for a moment. */
function showFeeSoon() {
  const again = async () => {
    const connected = await reconnect();
    if (connected) await showFor(connected);
  };
  clearTimeout(asking);
  showFeeAsked();
  asking = setTimeout(() => again().catch(notKnown), PAUSE);
}

/** Show the steps of the way that is chosen, and who pays the network. */
function showWay() {
  showChoice();
  if (isSignedWay()) showNoFee();
  else if (shownFor) showFeeSoon();
  else showFeeLater();
}

function attempt(work) {
  const focusAgain = keepFocus();
  busy(true);
  work()
    .catch((error) => {
      tellUnpaid(error);
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
  const [first] = missing(form);
  if (!first) return attempt(buy);
  tell(say("details_missing"), "bad");
  goTo(first);
});
document.getElementById("export-key").addEventListener("click", () => saveKey().catch(tellError));

showCommissionsFor({ buyer: "", payer: "" });
enableGift();
enableAddressBook(form);
unmarkWhatIsMended(form, () => tell(""));
chooseAsked(form.elements.country);
markDestinations(form.elements.country, lines);
enablePoints(showWay);
enableChoice(showWay);
payButton.disabled = false;
const all = unfinished();
const begun = all.find(([, what]) => goesOn(what)) ?? all[0];
if (begun && goesOn(begun[1])) attempt(async () => resume(...begun, (await reconnect()) ?? (await connect())));
else {
  if (begun) watch(...begun).catch(tellError);
  onAccount((account) => account !== shownFor && showAgain(account).catch(tellError));
}
