// What a buyer can do after the sale with words, pictures or amounts: what is asked first, what is sealed and sent.
// A plan is { values, kept, documents }, or null where the buyer thought better of it.
import { arbiterKeys, keyOfSeller, sealedFor, withoutArbiter } from "./case_readers.js";
import { escrow } from "./contracts.js";
import { ZeroHash } from "./ethers.js";
import { data, say } from "./page.js";
import { keysOf, openedPapers } from "./papers.js";
import { encode64 } from "./sealing.js";
import { ownPair, publicKey } from "./shopper_key.js";
import { asked, consequence, foretell, inWords, mark, setAmount, told, typedAmount } from "./telling.js";
import { total } from "./terms.js";
import { bySignature } from "./way.js";

const { order, id, papers, steps, disputed } = data("order");
const { currency } = order.offer;
const PART = "part";

const record = (provider) => escrow(provider).record(id);
const words = (amount) => inWords(amount, currency);

/** What is still in question, by the chain's word. */
export async function held(provider) {
  const { released, refunded } = await record(provider);
  return total(order) - released - refunded;
}

/** Seal something for the buyer himself, the seller, and whoever else has these keys. */
async function sealed(plain, others, provider) {
  return sealedFor(plain, [await publicKey(), await keyOfSeller(order, provider), ...others], order);
}

/** A form's words and pictures, sealed; where the arbiter is asked, with the keys of all that was shown before. */
async function evidenceOf(form, arbiters, provider) {
  const own = arbiters && (await ownPair());
  const keys = own ? keysOf(await openedPapers(papers, own)) : new Map();
  return sealed(await told(form, keys), arbiters ?? [], provider);
}

const hasSaid = (form) => form.elements.text.value.trim() !== "" || form.elements.pictures.files.length > 0;

/** What was chosen of the things to ask for, and how much. */
function wish(form, most) {
  const chosen = form.querySelector("[name=wish]:checked");
  return { chosen, amount: typedAmount(form.elements.asked, currency, most) };
}

/** Say what the request will bring about, as it stands. */
function foretellRequest(form, most) {
  const { chosen, amount } = wish(form, most);
  if (amount === null) return foretell("request", "");
  const rest = most - amount;
  const first = rest > 0n ? `${say("rest_released", { rest: words(rest) })} ` : "";
  return foretell("request", first + consequence(chosen.dataset.says, steps.request, words(amount)));
}

async function askRequest(most) {
  const form = document.querySelector("#request-dialog form");
  const { asked: field } = form.elements;
  const tellAgain = (event) => {
    if (event.target.name === "wish") {
      setAmount(field, most, currency);
      if (event.target.value === PART) field.value = "";
    }
    foretellRequest(form, most);
  };
  setAmount(field, most, currency);
  foretellRequest(form, most);
  form.addEventListener("input", tellAgain);
  const isWrong = () => mark(field, wish(form, most).amount === null ? say("amount_wrong") : "");
  const answer = await asked("request", isWrong);
  form.removeEventListener("input", tellAgain);
  return answer;
}

async function planRequest({ provider }) {
  const most = await held(provider);
  const form = await askRequest(most);
  if (!form) return null;
  const { chosen, amount } = wish(form, most);
  const documents = hasSaid(form) ? [await evidenceOf(form, null, provider)] : [];
  return { values: [order, amount, chosen.dataset.kind, documents[0]?.[0] ?? ZeroHash], documents };
}

/** What the other side is told of a parcel; nothing where nothing was filled in. */
async function parcelOf({ elements: { carrier, number, link } }, provider) {
  const [by, count, at] = [carrier, number, link].map((field) => field.value.trim());
  if (!by && !count && !at) return [];
  const salt = encode64(crypto.getRandomValues(new Uint8Array(32)));
  const plain = { type: "handover/parcel/1", salt, carrier: by, number: count, link: at };
  return [await sealed(plain, [], provider)];
}

async function planSendBack({ provider }) {
  foretell("send_back", consequence(steps.send_back.says, steps.send_back, words(await held(provider))));
  const form = await asked("send_back");
  if (!form) return null;
  const documents = await parcelOf(form, provider);
  return { values: [order, documents[0]?.[0] ?? ZeroHash], documents };
}

async function planRelease({ provider }) {
  const most = await held(provider);
  const form = document.querySelector("#release-dialog form");
  const { kept } = form.elements;
  const amount = () => typedAmount(kept, currency, most - 1n);
  const tellAgain = () => {
    const stays = amount();
    const named = stays && { kept: words(stays), rest: words(most - stays) };
    const inWallet = named && bySignature() ? ` ${say("release_signed", named)}` : "";
    foretell("release", named ? say("release_says", named) + inWallet : "");
  };
  kept.value = "";
  tellAgain();
  form.addEventListener("input", tellAgain);
  const answer = await asked("release", () => mark(kept, amount() === null ? say("amount_kept_wrong") : ""));
  form.removeEventListener("input", tellAgain);
  return answer && { values: [order, amount()] };
}

async function planDispute({ provider }) {
  const arbiters = await arbiterKeys(order, provider);
  const says = consequence(steps.dispute.says, steps.dispute, words(await held(provider)));
  foretell("dispute", says + withoutArbiter(arbiters));
  const form = await asked("dispute");
  if (!form) return null;
  const written = await evidenceOf(form, arbiters, provider);
  return { values: [order, written[0]], documents: [written] };
}

async function planEvidence({ provider }) {
  const arbiters = disputed ? await arbiterKeys(order, provider) : null;
  foretell("submit_evidence", arbiters ? withoutArbiter(arbiters).trim() : "");
  const form = await asked("submit_evidence");
  if (!form) return null;
  const written = await evidenceOf(form, arbiters, provider);
  const from = await provider.getBlockNumber();
  return { values: [order, written[0]], documents: [written], kept: { document: written[0], from } };
}

/** By verb: how it is planned. */
export const DEEDS = {
  request: { plan: planRequest },
  send_back: { plan: planSendBack },
  release: { plan: planRelease },
  dispute: { plan: planDispute },
  submit_evidence: { plan: planEvidence },
};
