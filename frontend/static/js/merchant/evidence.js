// What a merchant writes and shows about an order, sealed for its buyer and, once he is asked, for the arbiter.
import { arbiterKeys, sealedFor, withoutArbiter } from "../case_readers.js";
import { Refusal } from "../errors.js";
import { say } from "../page.js";
import { keysOf, openedPapers, showPapers } from "../papers.js";
import { offerProof } from "../proof_opened.js";
import { asked, consequence, foretell, told } from "../telling.js";
import { page } from "./account.js";
import { fillIn } from "./answers.js";
import { deliveryOf } from "./delivery.js";
import { keyOf } from "./key.js";

const { order, papers, steps } = page;

/** The shop's key and the shopper's; throws Refusal where one of them cannot be had here. */
async function bothKeys() {
  const key = await keyOf(page.account);
  if (!key) throw new Refusal(say("key_not_here"));
  const details = await deliveryOf(order.delivery, key.pair).catch(() => null);
  if (!details?.shopper_key) throw new Refusal(say("reader_unknown"));
  return { pair: key.pair, points: [key.point, details.shopper_key] };
}

/** Whether the buyer can be written to: both keys can be had here. */
export const canWrite = () => bothKeys().then(() => true, () => false);

/** Seal what a form says for the buyer and the shop: [hash, bytes]. */
export async function sealedFrom(form) {
  const { points } = await bothKeys();
  return sealedFor(await told(form, new Map()), points, order);
}

/**
 * Ask what to say in a verb's dialog, and seal it: [hash, bytes], or null where the merchant thought better of it. With an
 * arbiter it has the keys of all that was shown before.
 */
export async function writtenFor(verb, withArbiter, amount, provider) {
  const { pair, points } = await bothKeys();
  const step = steps[verb];
  const arbiters = withArbiter ? await arbiterKeys(order, provider) : null;
  const says = step ? consequence(step.says, step, amount) : "";
  foretell(verb, `${says}${arbiters ? withoutArbiter(arbiters) : ""}`.trim());
  fillIn(verb);
  const form = await asked(verb);
  if (!form) return null;
  const keys = arbiters ? keysOf(await openedPapers(papers, pair)) : new Map();
  return sealedFor(await told(form, keys), [...points, ...(arbiters ?? [])], order);
}

/** Show both sides' documents, as far as the shop's key opens them; the proof page may have them, too. */
export async function showAll() {
  const key = await keyOf(page.account);
  if (!key) return;
  const opened = await openedPapers(papers, key.pair);
  await showPapers(opened);
  offerProof(opened);
}
