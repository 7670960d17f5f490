// Having a wallet sign typed data.
import { Refusal } from "./errors.js";
import { Signature } from "./ethers.js";
import { say } from "./page.js";

/** What the wallet signs, as it gives it: a contract's wallet may answer with anything. */
async function answerOf({ domain, types, message }, { account, provider }) {
  const signer = await provider.getSigner(account);
  return signer.signTypedData(domain, types, message);
}

const parsed = (answer) => {
  try {
    return Signature.from(answer);
  } catch {
    return null;
  }
};

/** A key's signature as { r, s, v }; throws Refusal where the wallet signs otherwise. */
export async function signatureOfKey(typed, connected) {
  const signature = parsed(await answerOf(typed, connected));
  if (!signature) throw new Refusal(say("signature_unusable"));
  return signature;
}

/** Any wallet's signature in bytes, a key's in its usual form. */
export async function signatureOfAny(typed, connected) {
  const answer = await answerOf(typed, connected);
  return parsed(answer)?.serialized ?? answer;
}
