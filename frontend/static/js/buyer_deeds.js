// What a buyer can do after the sale with words, pictures or amounts: what is asked first, what is sealed and sent.
// A plan is { values, kept, documents }, or null where the buyer thought better of it.
import { arbiterKeys, keysOfSeller, sealedFor, unread } from "./case_readers.js";
import { escrow } from "./contracts.js";
import { Refusal } from "./errors.js";
import { ZeroHash } from "./ethers.js";
import { data, inARow, say } from "./page.js";
import { keysOf, openedPapers } from "./papers.js";
import { encode64 } from "./sealing.js";
import { ownPair, publicKey } from "./shopper_key.js";
import { asked, consequence, foretell, inWords, mark, offerWriting, setAmount, told, typedAmount } from "./telling.js";
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

/** Who reads what the buyer writes, beside himself; the arbiter where he is asked. What they are shown, `unread` says. */
async function readers(isAsked, provider) {
  const [sellers, arbiters] = await Promise.all([
    keysOfSeller(order, provider),
    isAsked ? arbiterKeys(order, provider) : null,
  ]);
  return { keys: [...sellers, ...(arbiters ?? [])], isAsked, unread: unread(sellers, arbiters) };
}

/** Seal something for the buyer himself and these keys. */
const sealed = async (plain, keys) => sealedFor(plain, [await publicKey(), ...keys], order);

/** A form's words and pictures, sealed; where the arbiter is asked, with the keys of all that was shown before. */
async function evidenceOf(form, { keys, isAsked }) {
  const own = isAsked && (await ownPair());
  const shown = own ? keysOf(await openedPapers(papers, own)) : new Map();
  return sealed(await told(form, shown), keys);
}

/** Foretell what a step brings about, and who cannot read what is written with it; nobody is asked to write to nobody. */
function foretellWith(verb, says, { keys, unread: lack }) {
  offerWriting(verb, keys.length > 0);
  foretell(verb, inARow(says, lack));
}

const hasSaid = (form) => form.elements.text.value.trim() !== "" || form.elements.pictures.files.length > 0;

/** What was chosen of the things to ask for, and how much. */
function wish(form, most) {
  const chosen = form.querySelector("[name=wish]:checked");
  return { chosen, amount: typedAmount(form.elements.asked, currency, most) };
}

/** Say what the request will bring about, as it stands. */
function foretellRequest(form, most, to) {
  const { chosen, amount } = wish(form, most);
  if (amount === null) return foretellWith("request", "", to);
  const rest = most - amount;
  const first = rest > 0n ? say("rest_released", { rest: words(rest) }) : "";
  const then = consequence(chosen.dataset.says, steps.request, words(amount));
  return foretellWith("request", inARow(first, then), to);
}

async function askRequest(most, to) {
  const form = document.querySelector("#request-dialog form");
  const { asked: field } = form.elements;
  const tellAgain = (event) => {
    if (event.target.name === "wish") {
      setAmount(field, most, currency);
      if (event.target.value === PART) field.value = "";
    }
    foretellRequest(form, most, to);
  };
  setAmount(field, most, currency);
  foretellRequest(form, most, to);
  form.addEventListener("input", tellAgain);
  const isWrong = () => mark(field, wish(form, most).amount === null ? say("amount_wrong") : "");
  const answer = await asked("request", isWrong);
  form.removeEventListener("input", tellAgain);
  return answer;
}

async function planRequest({ provider }) {
  const [most, to] = [await held(provider), await readers(false, provider)];
  const form = await askRequest(most, to);
  if (!form) return null;
  const { chosen, amount } = wish(form, most);
  const documents = to.keys.length && hasSaid(form) ? [await evidenceOf(form, to)] : [];
  return { values: [order, amount, chosen.dataset.kind, documents[0]?.[0] ?? ZeroHash], documents };
}

/** What the other side is told of a parcel; nothing where nothing was filled in. */
async function parcelOf({ elements: { carrier, number, link } }, { keys }) {
  const [by, count, at] = [carrier, number, link].map((field) => field.value.trim());
  if (!keys.length || (!by && !count && !at)) return [];
  const salt = encode64(crypto.getRandomValues(new Uint8Array(32)));
  const plain = { type: "handover/parcel/1", salt, carrier: by, number: count, link: at };
  return [await sealed(plain, keys)];
}

async function planSendBack({ provider }) {
  const to = await readers(false, provider);
  foretellWith("send_back", consequence(steps.send_back.says, steps.send_back, words(await held(provider))), to);
  const form = await asked("send_back");
  if (!form) return null;
  const documents = await parcelOf(form, to);
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
    const inWallet = named && bySignature() ? say("release_signed", named) : "";
    foretell("release", named ? inARow(say("release_says", named), inWallet) : "");
  };
  kept.value = "";
  tellAgain();
  form.addEventListener("input", tellAgain);
  const answer = await asked("release", () => mark(kept, amount() === null ? say("amount_kept_wrong") : ""));
  form.removeEventListener("input", tellAgain);
  return answer && { values: [order, amount()] };
}

async function planDispute({ provider }) {
  const to = await readers(true, provider);
  foretellWith("dispute", consequence(steps.dispute.says, steps.dispute, words(await held(provider))), to);
  const form = await asked("dispute");
  if (!form) return null;
  const documents = to.keys.length ? [await evidenceOf(form, to)] : [];
  return { values: [order, documents[0]?.[0] ?? ZeroHash], documents };
}

async function planEvidence({ provider }) {
  const to = await readers(disputed, provider);
  if (!to.keys.length) throw new Refusal(to.unread);
  foretellWith("submit_evidence", "", to);
  const form = await asked("submit_evidence");
  if (!form) return null;
  const written = await evidenceOf(form, to);
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
