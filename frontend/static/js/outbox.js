// Documents on their way to the storefront, kept in this browser until it has taken them: their hashes are on the chain
// for ever, and nobody else has them yet. It takes a document only once its index has seen who names it.
import { Refusal } from "./errors.js";
import { say } from "./page.js";
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

async function deliver(hash, body, end) {
  for (;;) {
    const answer = await fetch(`/api/v1/documents/${hash}`, { method: "PUT", body }).catch(() => null);
    if (answer?.ok) return;
    const waits = !answer || LATER.includes(answer.status);
    if (!waits) throw new Refusal(say("refused_by_shop", { reason: (await answer.json()).error }));
    if (performance.now() > end) throw new Refusal(say("documents_wait"));
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
  }
}

/**
 * Send everything that waits, and throw Refusal in the end where something could not be sent: one document shall not hold up
 * the others. `onDone` is called with how many are sent, and of how many; `patience` is in milliseconds.
 */
export async function flush(onDone = () => {}, patience = PATIENCE) {
  const waiting = (await drawer.keys("outbox")).sort();
  let end = performance.now() + patience;
  let sent = 0;
  let refusal = null;
  for (const key of waiting) {
    const { hash, body } = await drawer.get("outbox", key);
    try {
      await deliver(hash, body, end);
      await drawer.remove("outbox", key);
      onDone(++sent, waiting.length);
      end = performance.now() + patience;
    } catch (error) {
      refusal ??= error;
    }
  }
  if (refusal) throw refusal;
}

/** Try once more what an earlier page could not send; what still cannot be sent stays. */
export const retry = () => flush(() => {}, 0).catch(() => {});
