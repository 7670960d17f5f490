// For whom evidence of an order is written: the two sides, and the arbiter once he is asked.
import { Refusal } from "./errors.js";
import { sealFor } from "./evidence.js";
import { say } from "./page.js";
import { sellerKey as profileKey } from "./seller_key.js";

/** The arbiter's key, if he has published one: [key] or []. Asking him must not fail for want of it: that has a deadline. */
export async function arbiterKeys({ offer }, provider) {
  const key = await profileKey(offer.arbiter, provider).catch(() => null);
  return key ? [key] : [];
}

/** The seller's key; throws Refusal where it cannot be seen. */
export async function keyOfSeller({ offer }, provider) {
  return profileKey(offer.seller, provider).catch(() => {
    throw new Refusal(say("reader_unknown"));
  });
}

/** Said where the arbiter cannot read what is written for him; else empty. */
export const withoutArbiter = (keys) => (keys.length ? "" : ` ${say("arbiter_without_key")}`);

/** Seal a document for its readers: [hash, bytes], as the outbox takes it. */
export async function sealedFor(plain, readers, { buyer, offer }) {
  const { hash, body } = await sealFor(plain, [...new Set(readers)], { buyer, seller: offer.seller });
  return [hash, body];
}
