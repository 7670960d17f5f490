// The sealed documents on an order's record: fetched, opened with a reader's own key, and shown where the timeline names them.
import { openedAll } from "./evidence.js";
import { LETTERS, plainFrom } from "./forms.js";
import { openedBytes, sha256 } from "./sealing.js";
import { documentOf } from "./storefront.js";
import { written } from "./written.js";

const fetched = new Map();

async function checked(hash) {
  const body = await documentOf(hash);
  return body && (await sha256(body)) === hash ? body : null;
}

/** A sealed document by its hash; null where this storefront does not have it as it was. */
export function sealedOf(hash) {
  if (!fetched.has(hash)) fetched.set(hash, checked(hash));
  return fetched.get(hash);
}

/** What a letter says to the holder of a key pair: { plain }, null in it where that has no known form; null for others. */
export async function letterOf(body, own) {
  const raw = await openedBytes(body, own).catch(() => null);
  return raw && { plain: plainFrom(raw, LETTERS), key: null };
}

/**
 * Of these documents, what a key pair opens: Map of hash to { plain, key }; plain is null where it has no known form, and
 * letters have no key that others could use.
 */
export async function openedPapers(hashes, own) {
  const bodies = new Map();
  for (const hash of hashes) {
    const body = await sealedOf(hash);
    if (body) bodies.set(hash, body);
  }
  const opened = await openedAll(bodies, own);
  for (const [hash, body] of bodies) {
    const letter = opened.has(hash) ? null : await letterOf(body, own);
    if (letter) opened.set(hash, letter);
  }
  return opened;
}

/** Content keys of what was opened, for readers who have come since. */
export const keysOf = (opened) => new Map([...opened].filter(([, { key }]) => key).map(([hash, { key }]) => [hash, key]));

/** Show what was opened where the page names it. */
export async function showPapers(opened) {
  for (const place of document.querySelectorAll("[data-paper]")) {
    const found = opened.get(place.dataset.paper);
    if (found) place.querySelector("[data-unopened]")?.replaceWith(...(await written(found.plain)));
  }
}
