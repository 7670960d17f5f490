// Publishing prepared offers in batches, so that it may be interrupted at any moment: what is published already is found by its
// id on the chain, and the documents wait in this browser.
import { money } from "../amounts.js";
import { Refusal } from "../errors.js";
import { say, tell } from "../page.js";
import { forget, recall, remember } from "../pending.js";
import { sha256 } from "../sealing.js";
import { indexed } from "../storefront.js";
import { offerId } from "../terms.js";
import { send, settled } from "../transactions.js";
import { connected, page, reconnected } from "./account.js";
import { escrow } from "./contracts.js";
import { blockOf } from "./deeds.js";
import { agreed } from "./dialogs.js";
import * as drawer from "../drawer.js";
import * as outbox from "../outbox.js";

const BATCH = 25; // offers a transaction, as scripts/parameters.py has it
const SHOWN = 12; // offers in the question
const PENDING = "merchant-publish";

/** Throw Refusal unless an offer is what may be signed: the seller's own, with this document and this id. */
export async function check({ id, offer, document }) {
  const details = await sha256(new TextEncoder().encode(document));
  const isSound = offer.seller === page.account && offer.details === details && offerId(offer) === id;
  if (!isSound) throw new Refusal(say("not_as_agreed"));
}

/** What will be published, a line for each offer. */
export function summary(listings) {
  const lines = listings.slice(0, SHOWN).map(({ label, offer, cap }) =>
    say("offer_line", {
      label,
      cap,
      price: money(BigInt(offer.price), offer.currency),
      shipping: money(BigInt(offer.shipping), offer.currency),
    }),
  );
  if (listings.length > SHOWN) lines.push(say("and_more", { count: listings.length - SHOWN }));
  return lines.join("\n");
}

/** What offers name, as the outbox names it. */
const namedBy = (listings) => [
  ...listings.map(({ offer }) => [offer.details, null, 0]),
  ...listings.flatMap(({ pictures }) => pictures.map((name) => [`0x${name}`, null, 1])),
];

/** The documents of offers and their pictures as the outbox takes them; pictures are { name, body }. */
export function documentsOf(listings, pictures) {
  const named = new Set(listings.flatMap((listing) => listing.pictures));
  const texts = listings.map(({ offer, document }) => [offer.details, new TextEncoder().encode(document), 0]);
  const chosen = pictures.filter(({ name }) => named.has(name)).map(({ name, body }) => [`0x${name}`, body, 1]);
  return [...texts, ...chosen];
}

const isPublished = async (id, provider) => (await escrow(provider).stock(id)).published;

async function missing(listings, provider) {
  const published = await Promise.all(listings.map(({ id }) => isPublished(id, provider)));
  return listings.filter((_, place) => !published[place]);
}

const allPublished = async (ids, provider) => {
  for (const id of ids) if (!(await isPublished(id, provider))) return false;
  return true;
};

/** Try a batch without sending it; what the contract refuses is told with the offer that it is about. */
async function rehearse(batch, account, provider) {
  const values = [batch.map(({ offer }) => offer), batch.map(({ cap }) => cap)];
  const contract = escrow(provider);
  await contract.publish_many.staticCall(...values, { from: account }).catch(async (error) => {
    for (const { offer, cap } of batch) await contract.publish.staticCall(offer, cap, { from: account });
    throw error;
  });
  return values;
}

async function sendBatch(batch, { account, provider }) {
  const values = await rehearse(batch, account, provider);
  const sent = await send(escrow(provider).publish_many, account, provider, values);
  const begun = { action: "publish_many", sent, ids: batch.map(({ id }) => id) };
  const keep = () => remember(PENDING, begun);
  keep();
  await settled(provider, sent, () => allPublished(begun.ids, provider), keep);
  forget(PENDING);
  return blockOf(sent.hash, provider);
}

/** Wait for a batch that an earlier load of this page sent. */
async function finishSent(provider) {
  const begun = recall(PENDING);
  if (!begun) return;
  tell(say("waiting_for_chain"));
  await settled(provider, begun.sent, () => allPublished(begun.ids, provider)).finally(() => forget(PENDING));
}

/** The publishing that was begun in this browser and not finished: { name, listings }; undefined where there is none. */
export const unfinished = () => drawer.get("work", page.account);

/** How many offers of it are published, and of how many. */
export async function progressOf({ listings }, provider) {
  return { done: listings.length - (await missing(listings, provider)).length, count: listings.length };
}

/** Forget it; what is published stays, and so do the documents that it names. */
export async function giveUp() {
  const work = await unfinished();
  if (!work) return;
  const { provider } = await reconnected();
  const left = new Set((await missing(work.listings, provider)).map(({ id }) => id));
  const named = new Set(work.listings.filter(({ id }) => !left.has(id)).flatMap(({ pictures }) => pictures));
  for (const { offer, pictures } of work.listings.filter(({ id }) => left.has(id))) {
    await outbox.drop(namedBy([{ offer, pictures: pictures.filter((name) => !named.has(name)) }]));
  }
  await drawer.remove("work", page.account);
}

/** Keep offers that are to be published, with their documents. */
export async function begin(name, listings, pictures) {
  await giveUp();
  await outbox.hold(documentsOf(listings, pictures));
  const kept = listings.map(({ label, id, offer, cap, pictures: shown }) => ({ label, id, offer, cap, pictures: shown }));
  await drawer.put("work", page.account, { name, listings: kept });
}

/** Publish what is left of the work; resolves to how many offers it was. `onProgress(done, count)`. */
export async function goOn(onProgress) {
  const { listings } = await unfinished();
  const wallet = await connected();
  await finishSent(wallet.provider);
  const left = await missing(listings, wallet.provider);
  let done = listings.length - left.length;
  let block = 0;
  onProgress(done, listings.length);
  for (let start = 0; start < left.length; start += BATCH) {
    const batch = left.slice(start, start + BATCH);
    tell(say("publish_in_wallet", { from: done + 1, to: done + batch.length, count: listings.length }));
    block = await sendBatch(batch, wallet);
    done += batch.length;
    onProgress(done, listings.length);
  }
  await indexed(block);
  await outbox.send(namedBy(listings), (sent, count) => tell(say("documents_progress", { done: sent, count })));
  await drawer.remove("work", page.account);
  return listings.length;
}

/** Whether the merchant agrees to publish these. */
export function asked(listings) {
  const key = listings.length === 1 ? "merchant_ask_publish_one" : "merchant_ask_publish";
  return agreed(say(key, { count: listings.length, summary: summary(listings) }));
}
