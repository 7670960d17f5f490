// Having this storefront publish a credential no longer: its subject signs one request.
import { data, market, now } from "../page.js";
import { Refusal } from "../errors.js";

const VALID_FOR = 600; // seconds
const { domain } = data("mine"); // as this storefront knows itself
const REQUEST = "Handover: show this credential no longer.";

/** What is signed: the server builds the same text. */
const requestText = (sha256, expires) =>
  [
    REQUEST,
    `Storefront: ${domain}`,
    `Credential: ${sha256}`,
    `Identity: ${market.identity} on chain ${market.chain.id}`,
    `Valid until: ${expires}`,
  ].join("\n");

/** Ask the wallet to sign, then the storefront to delete; throws Refusal or the wallet's error. */
export async function takeBack(sha256, { account, provider }) {
  const expires = Math.floor(now()) + VALID_FOR;
  const signature = await (await provider.getSigner(account)).signMessage(requestText(sha256, expires));
  const answer = await fetch(`/api/v1/credentials/${sha256}`, {
    method: "DELETE",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ account, domain, expires, signature }),
  });
  if (!answer.ok) throw new Refusal((await answer.json()).error);
}
