// Having sealed documents erased from this storefront: their buyer or their seller signs one request for all of them.
import { Refusal } from "./errors.js";
import { market, now, say } from "./page.js";

const VALID_FOR = 600; // seconds
const REQUEST = "Handover: erase what was sealed for these orders.";

/** What is signed: the server builds the same text. */
function requestText(documents, expires) {
  return [
    REQUEST,
    ...documents.map((document) => `Document: ${document}`),
    `Escrow: ${market.escrow} on chain ${market.chain.id}`,
    `Valid until: ${expires}`,
  ].join("\n");
}

/** How many documents a signed text is to erase, and until when it holds: { count, until }; null where it is another text. */
export function requested(text) {
  const [first, ...lines] = text.split("\n");
  const count = lines.filter((line) => line.startsWith("Document: ")).length;
  return first === REQUEST ? { count, until: lines.at(-1).split(": ").at(-1) } : null;
}

/** Ask the wallet to sign, then the storefront to erase; throws Refusal or the wallet's error. */
export async function erase(documents, { account, provider }) {
  const expires = Math.floor(now()) + VALID_FOR;
  const signature = await (await provider.getSigner(account)).signMessage(requestText(documents, expires));
  const answer = await fetch("/api/v1/documents", {
    method: "DELETE",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ account, documents, expires, signature }),
  });
  if (!answer.ok) throw new Refusal(say("refused_by_shop", { reason: (await answer.json()).error }));
}
