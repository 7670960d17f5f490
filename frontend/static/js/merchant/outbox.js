// Documents on their way to the storefront, kept in this browser until it has taken them: their hashes are on the chain
// for ever, and nobody else has them yet. It takes a document only once its index has seen who names it.
import { Refusal } from "../errors.js";
import { say } from "../page.js";
import * as drawer from "./drawer.js";

const ASK_AGAIN = 500; // milliseconds
const PATIENCE = 60_000;
const LATER = [404, 409, 429, 503, 507];

/**
 * Keep documents: [hash ("0x…"), bytes, place] each; those with a lower place name the others, and go first.
 * What is kept already stays.
 */
export const hold = (documents) =>
  drawer.putAll(
    "outbox",
    documents.map(([hash, body, place = 0]) => [`${place}-${hash}`, { hash, body }]),
  );

/** Forget documents that nothing on the chain came to name. */
export async function drop(documents) {
  for (const [hash, , place = 0] of documents) await drawer.remove("outbox", `${place}-${hash}`);
}

async function deliver(hash, body) {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const answer = await fetch(`/api/v1/documents/${hash}`, { method: "PUT", body }).catch(() => null);
    if (answer?.ok) return;
    const waits = !answer || LATER.includes(answer.status);
    if (!waits) throw new Refusal(say("refused_by_shop", { reason: (await answer.json()).error }));
    if (performance.now() > end) throw new Refusal(say("documents_wait"));
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
  }
}

/** Send everything that waits; `onDone` is called with how many are sent, and of how many. */
export async function flush(onDone = () => {}) {
  const waiting = (await drawer.keys("outbox")).sort();
  for (const [number, key] of waiting.entries()) {
    const { hash, body } = await drawer.get("outbox", key);
    await deliver(hash, body);
    await drawer.remove("outbox", key);
    onDone(number + 1, waiting.length);
  }
}

export const count = async () => (await drawer.keys("outbox")).length;
