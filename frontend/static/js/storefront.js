// What the browser asks of this storefront: keeping sealed documents, and how far its index has come.
import { Refusal } from "./errors.js";
import { say } from "./page.js";

const ASK_AGAIN = 500; // milliseconds
const PATIENCE = 60_000;
const TOO_MANY = 429;

/** Leave a document with the storefront, by its hash. */
export async function upload(hash, body) {
  const answer = await fetch(`/api/v1/documents/${hash}`, { method: "PUT", body }).catch(() => null);
  if (answer?.status === TOO_MANY) throw new Refusal(say("too_often"));
  if (!answer?.ok) throw new Refusal(say("upload_failed"));
}

/** A document's bytes; null where the storefront has none of that hash. */
export async function documentOf(hash) {
  const answer = await fetch(`/api/v1/documents/${hash}`).catch(() => null);
  return answer?.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
}

async function until(isSo) {
  const end = performance.now() + PATIENCE;
  while (performance.now() < end) {
    if (await isSo().catch(() => false)) return true;
    await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
  }
  return false;
}

/** Wait until the index has followed the chain to a block; false if it does not come. */
export function indexed(block) {
  return until(async () => {
    const health = await (await fetch("/api/v1/health", { cache: "no-store" })).json();
    return health.index.block >= block;
  });
}
