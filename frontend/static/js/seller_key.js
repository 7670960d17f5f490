// The key that delivery details are sealed for. The storefront could name another one, so the chain is asked which profile
// is the seller's.
import { identity } from "./contracts.js";
import { Refusal } from "./errors.js";
import { say } from "./page.js";
import { sha256 } from "./sealing.js";
import { documentOf } from "./storefront.js";

/** A seller's key (base64url of the raw point) as his profile on the chain has it; throws Refusal where that cannot be seen. */
export async function sellerKey(seller, provider) {
  const hash = await identity(provider).profiles(seller);
  const profile = await documentOf(hash);
  if (!profile || (await sha256(profile)) !== hash) throw new Refusal(say("key_unproved"));
  const { encryption_key: key } = JSON.parse(new TextDecoder().decode(profile));
  if (!key) throw new Refusal(say("key_unproved"));
  return key;
}
