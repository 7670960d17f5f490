// The sealed documents on an order's record: fetched, opened with a reader's own key, and shown where the timeline names them.
import { openedAll } from "./evidence.js";
import { sha256, unseal } from "./sealing.js";
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

/** Of these documents, what a key pair opens: Map of hash to { plain, key }; letters have no key that others could use. */
export async function openedPapers(hashes, own) {
  const bodies = new Map();
  for (const hash of hashes) {
    const body = await sealedOf(hash);
    if (body) bodies.set(hash, body);
  }
  const opened = await openedAll(bodies, own);
  for (const [hash, body] of bodies) {
    const plain = opened.has(hash) ? null : await unseal(body, own).catch(() => null);
    if (plain) opened.set(hash, { plain, key: null });
  }
  return opened;
}

/** Content keys of what was opened, for readers who have come since. */
export const keysOf = (opened) => new Map([...opened].filter(([, { key }]) => key).map(([hash, { key }]) => [hash, key]));

/** Show what was opened where the page names it. */
export async function showPapers(opened) {
  for (const place of document.querySelectorAll("[data-paper]")) {
    const found = opened.get(place.dataset.paper);
    const text = found && (await written(found.plain));
    if (text) place.querySelector("[data-unopened]")?.replaceWith(...text);
  }
}
