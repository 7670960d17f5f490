// This shop's relay: it brings to the chain what shoppers signed, and pays the network fee. What it says is not relied on:
// only the chain's word ends the wait, and a signature is worth nothing after its time.
import { Refusal } from "./errors.js";
import { market, now, say } from "./page.js";

const PATH = "/api/v1/signed";
const ASK_AGAIN = 1000; // milliseconds
const ANSWERS_WITHIN = 20_000;
const PATIENCE = 90_000;
const MARGIN = 30; // seconds that the chain's clock may be behind the page's
const TOO_MANY = 429;
const TRIES = 5;

/** Whether a signature may still be used that holds until then (Unix seconds). */
export const mayBeUsed = (until) => now() < until + MARGIN;

/** Whether this shop has one. */
export const isOn = () => Boolean(market.relay);

/** This shop does not send it, as far as it says; `isKept` where the seller can. Its message is a sentence. */
export class NotSent extends Error {
  constructor(reason, isKept = false) {
    super(reason || say("relay_silent"));
    this.isKept = isKept;
  }
}

async function asked(path, options) {
  const answer = await fetch(path, { ...options, signal: AbortSignal.timeout(ANSWERS_WITHIN) }).catch(() => null);
  const body = await answer?.json().catch(() => null);
  return { isGood: Boolean(answer?.ok && body?.id), status: answer?.status, body };
}

const pause = () => new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));

/** Give it to the relay; what else the same account has signed may just be on its way, so it is tried more than once. */
async function handOver(document, tries = TRIES) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(document) };
  const { isGood, status, body } = await asked(PATH, options);
  if (isGood) return body;
  if (status !== TOO_MANY) throw new NotSent(body?.error);
  if (tries === 1) throw new NotSent(say("relay_busy"));
  await pause();
  return handOver(document, tries - 1);
}

/** What it says became of a document; what it said before where it gives no answer. */
async function later(state) {
  const { isGood, body } = await asked(`${PATH}/${state.id}`, { cache: "no-store" });
  return isGood ? body : state;
}

function check({ status, reason }, end) {
  if (status === "kept" || status === "failed") throw new NotSent(reason, status === "kept");
  if (performance.now() > end) throw new NotSent(say("relay_slow"));
}

/**
 * Have a signed document brought to the chain; resolves once `isDone` holds. Giving it again is harmless.
 * Throws NotSent where this shop does not send it, Refusal once what was signed is too old (`until`, Unix seconds).
 */
export async function brought(document, until, isDone) {
  if (await isDone()) return;
  if (!mayBeUsed(until)) throw new Refusal(say("signature_over"));
  const end = performance.now() + PATIENCE;
  let state = await handOver(document).catch((error) => ({ error }));
  while (!(await isDone())) {
    if (state.error) throw state.error;
    if (!mayBeUsed(until)) throw new Refusal(say("signature_over"));
    check(state, end);
    await pause();
    state = await later(state);
  }
}
