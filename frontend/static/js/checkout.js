// The checkout: details, costs, then one signature, or the wallet: an exact allowance for each token where one is missing, one
// payment.
import { enableAddressBook, keepAddress } from "./address_book.js";
import { ALLOW_GAS, transactionsFor } from "./allowances.js";
import { showCommissions, showCosts, showFee, showFeeLater, showNoFee } from "./costs.js";
import { details, goTo, missing, typed, unmarkWhatIsMended } from "./delivery.js";
import { checkDestinations, markDestinations } from "./destinations.js";
import { tellError } from "./errors.js";
import { buyerFor, enableGift } from "./gift.js";
import { networkFee } from "./network_fee.js";
import * as outbox from "./outbox.js";
import { data, keepFocus, say, tell } from "./page.js";
import { checkSigned, goesOn, goOn, payFor, resume, unfinished, watch } from "./paying.js";
import * as purchase from "./purchase.js";
import { referrerOf } from "./referral.js";
import { seal, sha256 } from "./sealing.js";
import { sellerKey } from "./seller_key.js";
import { exported } from "./shopper_key.js";
import { step } from "./steps.js";
import { upload } from "./storefront.js";
import { purchaseId } from "./terms.js";
import { connect, onAccount, reconnect } from "./wallet.js";
import { bySignature, enableChoice } from "./way.js";

const { lines, gas } = data("checkout");
const form = document.getElementById("delivery");
const payButton = document.getElementById("pay");
let shownFor = null;
let composed = { wanted: "", made: [], documents: [] };

function busy(isBusy) {
  payButton.disabled = isBusy;
  for (const part of form.querySelectorAll("fieldset")) part.disabled = isBusy;
}

const showCommissionsFor = (people) => showCommissions(lines, (offer) => referrerOf(offer, people));

/** What depends on who pays and how: the network's fee, and who gets a commission. */
async function showFor(connected, people = { buyer: connected.account, payer: connected.account }) {
  showCommissionsFor(people);
  if (bySignature()) return showNoFee();
  const allowances = BigInt(await transactionsFor(lines, connected));
  showFee(await networkFee(BigInt(gas) + ALLOW_GAS * allowances, connected.provider));
}

/** What was typed, sealed for a line's seller: [hash, bytes]; the hash binds it to the order. */
async function delivery({ offer: { seller } }, buyer, provider) {
  const sealed = await seal(await details(form, seller), await sellerKey(seller, provider), { buyer, seller });
  return [await sha256(sealed), sealed];
}

const wish = (people) => JSON.stringify([people, typed(form)]);

/** Orders with their ids for what is wanted now, and their sealed details. */
async function composedAnew(wanted, people, provider) {
  const [made, documents] = [[], []];
  for (const line of lines) {
    const document = await delivery(line, people.buyer, provider);
    made.push(purchase.compose(line, people, referrerOf(line.offer, people), document[0]));
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

/** What was composed here last, by its key; whether it is still what is wanted. */
function composedFor(people) {
  const key = composed.made.length ? purchaseId(composed.made.map(({ id }) => id)) : "";
  return { key, isWanted: composed.wanted === wish(people) };
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
  await showFor(connected, people);
  await purchase.recheck(lines, account, provider);
  keepAddress(form);
  const made = await compose(people, provider);
  const key = purchaseId(made.map(({ id }) => id));
  await payFor(key, made.map(({ order }) => order), connected);
}

/** Show what depends on the account that the wallet now has. */
async function showAgain(account) {
  shownFor = account;
  const connected = account && (await reconnect());
  if (connected) await showFor(connected);
}

/** Show the steps of the way that is chosen, and who pays the network. */
function showWay() {
  const isSigned = bySignature();
  for (const part of document.querySelectorAll("[data-way]")) part.hidden = (part.dataset.way === "signed") !== isSigned;
  if (isSigned) showNoFee();
  else if (shownFor) showAgain(shownFor).catch(tellError);
  else showFeeLater();
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
  const [first] = missing(form);
  if (!first) return attempt(buy);
  tell(say("details_missing"), "bad");
  goTo(first);
});
document.getElementById("export-key").addEventListener("click", () => saveKey().catch(tellError));

showCosts(lines);
showCommissionsFor({ buyer: "", payer: "" });
enableGift();
enableAddressBook(form);
unmarkWhatIsMended(form, () => tell(""));
markDestinations(form.elements.country, lines);
enableChoice(showWay);
payButton.disabled = false;
const all = unfinished();
const begun = all.find(([, what]) => goesOn(what)) ?? all[0];
if (begun && goesOn(begun[1])) attempt(async () => resume(...begun, (await reconnect()) ?? (await connect())));
else if (begun) watch(...begun).catch(tellError);
else onAccount((account) => account !== shownFor && showAgain(account).catch(tellError));
