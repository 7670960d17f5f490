// What went wrong, as a sentence for the shopper.
import { hasWords, say, tell } from "./page.js";

/** An expected end: its message is already a sentence for the shopper. */
export class Refusal extends Error {}

/** Nothing has failed for good: another try goes on with what was signed. */
export class NotYet extends Refusal {}

const codeOf = (error) => error?.info?.error?.code ?? error?.error?.code ?? error?.code;

/** Whether the shopper said no in the wallet. */
export function declined(error) {
  return codeOf(error) === 4001 || error?.code === "ACTION_REJECTED";
}

const SPEAKERS = [
  ...["Escrow", "Loyalty", "offers", "payments", "Dollar", "Identity", "Reviews"],
  ...["Credit", "borrowers", "debts", "plans", "vault"],
  ...["aggregation", "bindings", "claims", "handovers", "lots", "readings", "recalls", "reporters", "reports", "things"],
];
const REASON = new RegExp(`(?:${SPEAKERS.join("|")}): [\\w ]+(?:'s [\\w ]+)?`);

/** The contract's own reason, where there is one: "Escrow: not the buyer". */
function reasonOf(error) {
  const text = error?.reason ?? error?.info?.error?.message ?? error?.message ?? "";
  return REASON.exec(text)?.[0];
}

// What a node or a library says of a call that failed without the contract's own reason
const BARE = /execution reverted|missing revert data|require\(false\)/i;

/** Whether a contract's call failed, and nobody said why. */
export const isBareRevert = (error) => {
  const said = [error?.info?.error?.message, error?.error?.message, error?.shortMessage, error?.message];
  return !reasonOf(error) && (error?.code === "CALL_EXCEPTION" || said.some((text) => BARE.test(text ?? "")));
};

const BY_CODE = {
  "-32002": "wallet_busy",
  4100: "wallet_locked",
  4900: "wallet_offline",
  4901: "wallet_offline",
  INSUFFICIENT_FUNDS: "no_coin_for_fee",
  NETWORK_ERROR: "wallet_offline",
};

/** One sentence for any error. */
export function sentence(error) {
  if (error instanceof Refusal) return error.message;
  if (declined(error)) return say("declined");
  const reason = reasonOf(error);
  if (reason) return hasWords(reason) ? say(reason) : say("refused", { reason });
  const known = BY_CODE[codeOf(error)] ?? BY_CODE[error?.code];
  if (!known && isBareRevert(error)) return say("refused_silently");
  const detail = error?.info?.error?.message ?? error?.error?.message ?? error?.shortMessage ?? error?.message;
  return known ? say(known) : say("unexpected", { detail: detail ?? String(error) });
}

/** How bad an error is; saying no is none. */
function toneOf(error) {
  if (declined(error)) return "";
  return error instanceof NotYet ? "warn" : "bad";
}

/** Show an error. */
export function tellError(error) {
  tell(sentence(error), toneOf(error));
}
