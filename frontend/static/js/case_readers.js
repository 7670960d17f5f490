// For whom evidence of an order is written: the two sides, and the arbiter once he is asked. Whoever has no key that can be
// used does not read it, and stops nobody from writing for the others: what is asked of an arbiter has a deadline.
import { sealFor } from "./evidence.js";
import { fit } from "./forms.js";
import { say } from "./page.js";
import { isPoint } from "./sealing.js";
import { sellerKey as profileKey } from "./seller_key.js";

/** A key, if it is one that can be written for: [key] or []. */
export const usable = async (key) => ((await isPoint(key)) ? [key] : []);

const published = async (account, provider) => usable(await profileKey(account, provider).catch(() => null));

/** The arbiter's key, if he has published one: [key] or []. */
export const arbiterKeys = ({ offer }, provider) => published(offer.arbiter, provider);

/** The seller's key, if it can be seen: [key] or []. */
export const keysOfSeller = ({ offer }, provider) => published(offer.seller, provider);

/** Said where the other side (its keys), or the arbiter once he is asked (his; else null), cannot read it; else empty. */
export function unread(others, arbiters) {
  if (!others.length && !arbiters?.length) return say(arbiters ? "nobody_reads" : "reader_unknown");
  const lacking = [...(others.length ? [] : ["other_without_key"]), ...(arbiters?.length === 0 ? ["arbiter_without_key"] : [])];
  return lacking.map((key) => say(key)).join(" ");
}

/** Seal a document for its readers: [hash, bytes], as the outbox takes it. */
export async function sealedFor(plain, readers, { buyer, offer }) {
  const { hash, body } = await sealFor(fit(plain), [...new Set(readers)], { buyer, seller: offer.seller });
  return [hash, body];
}
