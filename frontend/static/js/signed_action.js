// A buyer's step as a signature, which anybody may bring to Escrow. It names the order's status and round, and is worth
// nothing once either has changed.
import { escrow } from "./contracts.js";
import { moment } from "./countdown.js";
import { id as hashOf, ZeroHash } from "./ethers.js";
import { now, say, tell } from "./page.js";
import { short } from "./amounts.js";
import { signatureOfAny } from "./signing.js";
import { actionData } from "./typed_data.js";
import { bySignature } from "./way.js";

const HOLDS_FOR = 3600; // seconds
const GIFT_HOLDS_FOR = 7 * 86400; // a seller who is given money may take his time to send it
const GIVEN_TO_SELLER = ["confirm", "release"];
const NAMES = { keep: "amount" }; // of the call's arguments, where the signed message has another
const SIGNABLE = ["confirm", "cancel", "request", "release", "send_back", "dispute", "extend", "submit_evidence"];

/** Whether a step can be signed for. */
export const isSignable = (verb) => SIGNABLE.includes(verb);

/** Whether a step goes by signature: it can, this shop sends what is signed, and the shopper has not chosen otherwise. */
export const isSigned = (verb) => isSignable(verb) && bySignature();

/** Whether the seller gains by it, and so may send it himself. */
export const isForSeller = (verb) => GIVEN_TO_SELLER.includes(verb);

/** What of an order's record a signature depends on. */
export const standsAs = ({ status, round }) => `${status}.${round}`;

/** What a verb's call would be given, under the names of the signed message. */
function wanted(verb, [, ...values], expires) {
  const [, ...inputs] = escrow().interface.getFunction(verb).inputs;
  const given = inputs.map(({ name }, place) => [NAMES[name] ?? name, String(values[place])]);
  const nothing = { amount: "0", kind: "0", until: "0", document: ZeroHash };
  return { verb, ...nothing, ...Object.fromEntries(given), expires: String(expires) };
}

/**
 * Have the buyer sign for a verb with the arguments of its call: { document, until } for the relay, and how
 * the order stood. It is tried on the chain before it leaves the browser; throws with the contract's reason.
 */
export async function signedAction(verb, values, orderId, connected) {
  const { provider } = connected;
  const until = Math.floor(now()) + (isForSeller(verb) ? GIFT_HOLDS_FOR : HOLDS_FOR);
  const action = wanted(verb, values, until);
  const contract = escrow(provider);
  tell(say("act_in_wallet", { verb, doing: say(`doing_${verb}`), order: short(orderId), until: moment(until) }));
  const record = await contract.record(orderId);
  const signature = await signatureOfAny(actionData(orderId, action, record), connected);
  await contract.act_signed.staticCall(values[0], { ...action, verb: hashOf(verb) }, signature);
  const document = { type: "handover/signed/1", call: "act_signed", orders: [values[0]], action, signature };
  return { document, until, stands: standsAs(record) };
}
