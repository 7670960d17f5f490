// What a merchant can do about one order.
import { allow, missingAllowances } from "../allowances.js";
import { money } from "../amounts.js";
import { isCoin } from "../contracts.js";
import { moment } from "../countdown.js";
import { id as hashOf, ZeroHash } from "../ethers.js";
import { Refusal } from "../errors.js";
import { fit } from "../forms.js";
import { newest } from "../logs.js";
import { market, now, say, tell } from "../page.js";
import { consequence } from "../telling.js";
import { encode64, isPoint, seal, sha256 } from "../sealing.js";
import { orderId, total } from "../terms.js";
import { page } from "./account.js";
import { askAfterwards } from "./afterwards.js";
import { escrow } from "./contracts.js";
import { deeds } from "./deeds.js";
import { deliveryOf } from "./delivery.js";
import { amount, number, parcel } from "./dialogs.js";
import { writtenFor } from "./evidence.js";
import { keyOf } from "./key.js";

const { order, id } = page;
const { currency } = order.offer;
const AWAITING_SHIPMENT = 1n;
const AWAITING_ANSWER = 4n;
const AWAITING_RULING = 7n;
const CLOSED = 8n;
const DAY = 86_400n;
const SUBMITTED = hashOf("EvidenceSubmitted(bytes32,address,bytes32)");
const REFUNDED_AFTERWARDS = hashOf("ClosedOrderRefunded(bytes32,uint256,bytes32)");

const record = (provider) => escrow(provider).record(id);
const statusOf = async (provider) => (await record(provider)).status;
const inWords = (sum) => money(sum, currency);

async function heldOf(provider) {
  const { released, refunded } = await record(provider);
  return total(order) - released - refunded;
}

/** The return address, sealed for the shopper of this order: [hash, bytes]; null where there is none, or no reader. */
async function returnAddress() {
  const key = await keyOf(page.account);
  const { name, address, note = "" } = key?.returnAddress ?? {};
  return name ? letter({ type: "handover/return/1", name, address, note }, key) : null;
}

/** A letter sealed for the shopper of this order: [hash, bytes]; null where his key cannot be had. */
async function letter(plain, key) {
  const details = key && (await deliveryOf(order.delivery, key.pair).catch(() => null));
  if (!(await isPoint(details?.shopper_key))) return null;
  const salt = encode64(crypto.getRandomValues(new Uint8Array(32)));
  const people = { buyer: order.buyer, seller: order.offer.seller };
  const sealed = await seal(fit({ ...plain, salt }), details.shopper_key, people);
  return [await sha256(sealed), sealed];
}

/** The order's newest log of a kind since a block that `isIt`; undefined where there is none. */
function logged(topic, from, provider, isIt) {
  const query = (fromBlock, toBlock) => provider.getLogs({ address: market.escrow, topics: [topic, id], fromBlock, toBlock });
  return newest(query, from, provider, isIt);
}

/** Whether a document stands on the order's record since a block. */
const isSubmitted = async (document, from, provider) =>
  Boolean(await logged(SUBMITTED, from, provider, ({ data }) => data.includes(document.slice(2))));

/** Whether money was paid back after a block; the block itself is asked for, as not every node takes one to come. */
const isRefundedAfter = async (from, provider) =>
  Boolean(await logged(REFUNDED_AFTERWARDS, from, provider, ({ blockNumber }) => blockNumber > from));

/** What comes of a step that has a sentence for it, with all that is held. */
const comesOf = async (verb, provider) =>
  consequence(page.steps[verb].says, page.steps[verb], inWords(await heldOf(provider)));

const asked = (verb, amountAsked) => say(`merchant_ask_${verb}`, { amount: amountAsked });

const KNOWN = {
  ship: {
    plan: async ({ provider }) => ({
      values: [order],
      question: say("merchant_ask_ship", { consequence: await comesOf("ship", provider) }),
    }),
    isDone: async (_, provider) => (await statusOf(provider)) !== AWAITING_SHIPMENT,
  },
  refund: {
    async plan({ provider }) {
      const held = await heldOf(provider);
      const sum = await amount(currency, held, held, say("refund_hint", { amount: inWords(held) }));
      const { refunded } = await record(provider);
      return sum && { values: [order, sum], question: asked("refund", inWords(sum)), kept: { refunded: String(refunded) } };
    },
    isDone: async ({ refunded }, provider) => (await record(provider)).refunded > BigInt(refunded),
  },
  concede: {
    plan: async ({ provider }) => ({ values: [order], question: asked("concede", inWords(await heldOf(provider))) }),
    isDone: async (_, provider) => (await statusOf(provider)) >= CLOSED,
  },
  approve_return: {
    async plan({ provider }) {
      const written = await returnAddress();
      return {
        values: [order, written?.[0] ?? ZeroHash],
        question: say(written ? "merchant_ask_approve_return" : "merchant_ask_approve_return_bare", {
          consequence: await comesOf("approve_return", provider),
        }),
        documents: written ? [written] : [],
      };
    },
    isDone: async (_, provider) => (await statusOf(provider)) !== AWAITING_ANSWER,
  },
  replace: {
    async plan({ provider }) {
      const { round } = await record(provider);
      const question = say("merchant_ask_replace", { consequence: await comesOf("replace", provider) });
      return { values: [order], question, kept: { round: String(round) } };
    },
    isDone: async ({ round }, provider) => (await record(provider)).round > BigInt(round),
  },
  dispute: {
    async plan({ provider }) {
      const said = await writtenFor("dispute", true, inWords(await heldOf(provider)), provider);
      if (!said) return null;
      const { written } = said;
      return { values: [order, written?.[0] ?? ZeroHash], question: null, documents: written ? [written] : [] };
    },
    isDone: async (_, provider) => (await statusOf(provider)) >= AWAITING_RULING,
  },
  answer: {
    call: "submit_evidence",
    async plan({ provider }) {
      const said = await writtenFor("answer", page.disputed, "", provider);
      if (!said) return null;
      const { written } = said;
      const kept = { document: written[0], from: await provider.getBlockNumber() };
      return { values: [order, written[0]], question: null, kept, documents: [written] };
    },
    isDone: ({ document, from }, provider) => isSubmitted(document, from, provider),
  },
  extend: {
    async plan({ provider }) {
      const days = await number("days-dialog");
      if (!days) return null;
      const { deadline } = await record(provider);
      const latest = BigInt(Math.floor(now()));
      const until = (deadline > latest ? deadline : latest) + days * DAY;
      const question = say("merchant_ask_extend", { until: moment(until) });
      return { values: [order, until], question, kept: { until: String(until) } };
    },
    async isDone({ until }, provider) {
      const { status, deadline } = await record(provider);
      return deadline >= BigInt(until) || status >= CLOSED;
    },
  },
  submit_evidence: {
    async plan({ provider }) {
      const told = await parcel();
      if (!told) return null;
      const written = await letter({ type: "handover/parcel/1", ...told }, await keyOf(page.account));
      if (!written) throw new Refusal(say("details_unreadable"));
      const kept = { document: written[0], from: await provider.getBlockNumber() };
      return { values: [order, written[0]], question: null, kept, documents: [written] };
    },
    isDone: ({ document, from }, provider) => isSubmitted(document, from, provider),
  },
  refund_closed: {
    async plan({ account, provider }) {
      const answer = await askAfterwards(currency);
      if (!answer) return null;
      const { sum, written } = answer;
      const kept = { from: await provider.getBlockNumber() };
      const documents = written ? [written] : [];
      const values = [order, sum, written?.[0] ?? ZeroHash];
      if (isCoin(currency)) return { values: [...values, { value: sum }], question: null, kept, documents };
      const due = { offer: { ...order.offer, price: String(sum), shipping: "0" }, quantity: "1" };
      const isMissing = (await missingAllowances([due], account, provider)).length > 0;
      if (isMissing) await allow(currency, sum, market.escrow, { account, provider });
      return { values, question: null, kept, documents };
    },
    isDone: ({ from }, provider) => isRefundedAfter(from, provider),
  },
};

const { run, resume } = deeds(id, KNOWN);

const isSound = orderId(order, market.chain.id, market.escrow) === id;
if (!isSound) tell(say("terms_differ"), "bad");
for (const button of isSound ? document.querySelectorAll("[data-verb]") : []) {
  button.hidden = false;
  button.addEventListener("click", () => run(button.dataset.verb));
}
resume();
