// What a merchant writes and shows about an order, sealed for its buyer and, once he is asked, for the arbiter.
import { arbiterKeys, sealedFor, unread, usable } from "../case_readers.js";
import { Refusal } from "../errors.js";
import { say } from "../page.js";
import { keysOf, openedPapers, showPapers } from "../papers.js";
import { offerProof } from "../proof_opened.js";
import { asked, consequence, foretell, offerWriting, told } from "../telling.js";
import { page } from "./account.js";
import { fillIn } from "./answers.js";
import { deliveryOf } from "./delivery.js";
import { keyOf } from "./key.js";

const { order, papers, steps } = page;
const BARE = ["dispute"]; // what may be done without a word

/** The shop's key, undefined where this browser has none, and the shopper's: [point], or [] where it cannot be had. */
async function bothKeys() {
  const key = await keyOf(page.account);
  const details = key && (await deliveryOf(order.delivery, key.pair).catch(() => null));
  return { key, buyers: await usable(details?.shopper_key) };
}

/** Whether the buyer can be written to: both keys can be had here. */
export const canWrite = async () => (await bothKeys()).buyers.length > 0;

/** Seal what a form says for the buyer and the shop: [hash, bytes]. */
export async function sealedFrom(form) {
  const { key, buyers } = await bothKeys();
  return sealedFor(await told(form, new Map()), [key.point, ...buyers], order);
}

/**
 * Ask what to say in a verb's dialog, and seal it: { written } as [hash, bytes], or null where nobody could
 * read it; null where the merchant thought better of it. With an arbiter it has the keys of all that was shown before.
 */
export async function writtenFor(verb, withArbiter, amount, provider) {
  const { key, buyers } = await bothKeys();
  const arbiters = withArbiter ? await arbiterKeys(order, provider) : null;
  const readers = key ? [...buyers, ...(arbiters ?? [])] : [];
  const lack = key ? unread(buyers, arbiters) : `${say("key_not_here")} ${say("without_words")}`;
  const step = steps[verb];
  if (!readers.length && !BARE.includes(verb)) throw new Refusal(key ? lack : say("key_not_here"));
  offerWriting(verb, readers.length > 0);
  foretell(verb, [step && consequence(step.says, step, amount), lack].filter(Boolean).join(" "));
  fillIn(verb);
  const form = await asked(verb);
  if (!form) return null;
  if (!readers.length) return { written: null };
  const keys = arbiters ? keysOf(await openedPapers(papers, key.pair)) : new Map();
  return { written: await sealedFor(await told(form, keys), [key.point, ...readers], order) };
}

/** Show both sides' documents, as far as the shop's key opens them; the proof page may have them, too. */
export async function showAll() {
  const key = await keyOf(page.account);
  if (!key) return;
  const opened = await openedPapers(papers, key.pair);
  await showPapers(opened);
  offerProof(opened);
}
