// One signature by which a contract may take exactly an amount of a currency, once (ERC-3009). A wallet shows of what it is
// for only a number. So the page computes it from the terms that it shows, and shows it too.
import { money } from "./amounts.js";
import { moment } from "./countdown.js";
import { now, say, tell } from "./page.js";
import { signatureOfKey } from "./signing.js";
import { authorizationData } from "./typed_data.js";

const HOLDS_FOR = 900; // seconds; the contracts take none that holds for more than an hour

const dialog = document.getElementById("authorize");

/** Fill the dialog with what is about to be signed. */
function show({ terms, currency, amount, to, nonce }, until) {
  dialog.querySelector("[data-orders]").replaceChildren(...terms);
  const facts = { amount: money(amount, currency), to, nonce, until: moment(until) };
  for (const [name, text] of Object.entries(facts)) dialog.querySelector(`[data-sign="${name}"]`).textContent = text;
}

/** Resolve to whether the shopper goes on; then the dialog stays, to be compared with the wallet. */
function agreed() {
  const form = dialog.querySelector("form");
  const [answers, waiting] = ["answers", "waiting"].map((name) => dialog.querySelector(`[data-${name}]`));
  const wait = (isWaiting) => {
    answers.hidden = isWaiting;
    waiting.hidden = !isWaiting;
    dialog.classList.toggle("waiting", isWaiting);
    if (isWaiting) waiting.focus();
  };
  wait(false);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    const stay = (event) => {
      if (event.submitter?.value !== "yes") return;
      event.preventDefault();
      wait(true);
      resolve(true);
    };
    form.addEventListener("submit", stay);
    const close = () => {
      form.removeEventListener("submit", stay);
      resolve(false);
    };
    dialog.addEventListener("close", close, { once: true });
  });
}

/**
 * Show what `terms` (elements) say and have the wallet sign for it: { until, v, r, s, serialized }, or null where the shopper
 * thought better of it.
 * @param {{terms: Element[], currency: string, amount: bigint, to: string, nonce: string}} wanted `to` is the contract
 */
export async function authorization(wanted, connected) {
  const { currency, amount, to, nonce } = wanted;
  const until = Math.floor(now()) + HOLDS_FOR;
  tell(say("read_then_sign"));
  show(wanted, until);
  if (!(await agreed())) return null;
  tell(say("authorize_in_wallet"));
  const typed = authorizationData(currency, to, connected.account, amount, until, nonce);
  const { v, r, s, serialized } = await signatureOfKey(typed, connected).finally(() => dialog.close());
  return { until, v, r, s, serialized };
}
