// Documents on their way to the storefront, kept in this browser until it has taken them: their hashes are on the chain
// for ever, and nobody else has them yet. It takes a document only once its index has seen who names it.
import { Refusal } from "./errors.js";
import { now, say } from "./page.js";
import * as drawer from "./drawer.js";

const ASK_AGAIN = 500; // milliseconds
const PATIENCE = 60_000;
const ADMITTED = 202; // for a while: what names it may still come
const NOT_NAMED = 409;
const ERASED = 410;
const LATER = [404, NOT_NAMED, 429, 503, 507];
const GRACE = 3600; // seconds in which this shop's index may be behind
const SENT_LASTS = 24 * 3600; // seconds in which what is sent may reach the chain

/** By when the chain names what something sent now is to name (Unix seconds). */
export const inTime = () => Math.floor(now()) + SENT_LASTS;

const keyOf = ([hash, , place = 0]) => `${place}-${hash}`;

/**
 * Keep documents: [hash ("0x…"), bytes, place] each; those with a lower place name the others, and go first.
 * What is kept already stays. What nothing has named by `until` (Unix seconds) goes; without it, nothing goes.
 */
export const hold = (documents, until) =>
  drawer.putAll("outbox", documents.map((document) => [keyOf(document), { hash: document[0], body: document[1], until }]));

/** Forget documents that nothing on the chain came to name. */
export async function drop(documents) {
  for (const document of documents) await drawer.remove("outbox", keyOf(document));
}

/**
 * Keep what is held of these documents until then (Unix seconds): by when what was signed or sent, which alone can come to
 * name them, is over. Without it they stay: as long as something is on its way that names them.
 */
export async function keepUntil(documents, until) {
  for (const key of documents.map(keyOf)) {
    const document = await drawer.get("outbox", key);
    if (document) await drawer.put("outbox", key, { ...document, until });
  }
}

/** Whether a document need not be kept any longer: the storefront has it for good, has erased it, or nothing will name it. */
async function deliver({ hash, body, until }, end) {
  const isOver = now() > until + GRACE;
  for (;;) {
    const answer = await fetch(`/api/v1/documents/${hash}`, { method: "PUT", body }).catch(() => null);
    if (answer?.ok) return answer.status !== ADMITTED || isOver;
    if (answer?.status === ERASED || (answer?.status === NOT_NAMED && isOver)) return true;
    const waits = !answer || LATER.includes(answer.status);
    if (!waits) throw new Refusal(say("refused_by_shop", { reason: (await answer.json()).error }));
    if (performance.now() > end) throw new Refusal(say("documents_wait"));
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
  }
}

/** Send what waits under some keys; throw Refusal in the end where something could not be sent: nothing holds up the others. */
async function sendAll(keys, onDone, patience) {
  const waiting = [...new Set(keys)].sort();
  let end = performance.now() + patience;
  let sent = 0;
  let refusal = null;
  for (const key of waiting) {
    const document = await drawer.get("outbox", key);
    if (!document) continue;
    try {
      if (!(await deliver(document, end))) continue;
      await drawer.remove("outbox", key);
      onDone(++sent, waiting.length);
      end = performance.now() + patience;
    } catch (error) {
      refusal ??= error;
    }
  }
  if (refusal) throw refusal;
}

/**
 * Send what is held of these documents, and throw Refusal in the end where something could not be sent. Others may wait for
 * what will never be. `onDone` is called with how many are sent, and of how many.
 */
export const send = (documents, onDone = () => {}) => sendAll(documents.map(keyOf), onDone, PATIENCE);

/** How many documents wait. */
export const count = async () => (await drawer.keys("outbox")).length;

/** Try once more what an earlier page could not send; what still cannot be sent stays. */
export const retry = () =>
  drawer
    .keys("outbox")
    .then((keys) => sendAll(keys, () => {}, 0))
    .catch(() => {});
