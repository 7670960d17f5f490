// A payment for a plan by one signature, which this shop sends, or the payer himself where it does not. Until the signature is
// over it may be used by whoever has it, so until then nothing else is paid of the plan here. It is used once at most.
import { authorization } from "../authorization.js";
import { money } from "../amounts.js";
import { token } from "../contracts.js";
import { moment } from "../countdown.js";
import { NotYet, Refusal } from "../errors.js";
import { hexlify, randomBytes } from "../ethers.js";
import { say, tell, tellAfterwards } from "../page.js";
import { forget, recall, remember } from "../pending.js";
import { brought, mayBeUsed, NotSent } from "../relay.js";
import { indexed } from "../storefront.js";
import { blockOf } from "../transactions.js";
import { sendsItHimself } from "../way.js";
import { repaymentNonce } from "./nonces.js";

const FIELDS = ["order_id", "buyer", "seller", "principal", "start", "instalments", "interval", "slot"];

const keyOf = ({ id }) => `signed-repayment-${id}`;

/** Whether a payment that was signed has been used: what pages of this market never do is take it back. */
const isUsed = ({ currency }, { payer, nonce }, provider) => token(currency, provider).authorizationState(payer, nonce);

/** What was signed for a plan in this browser and may still be used by somebody; null where there is nothing. */
export function signedFor(plan) {
  const what = recall(keyOf(plan));
  return what && mayBeUsed(what.signed.until) ? what : null;
}

/** It is paid, by whomever; nothing of it has to be remembered. */
export const forgetSigned = (plan) => forget(keyOf(plan));

/** What the call takes that brings a payment which was signed. */
export const broughtWith = ({ signed: { document, word } }) => [
  Object.values(document.plan),
  document.payer,
  document.amount,
  document.valid_before,
  document.salt,
  ...word,
];

/** Whether a payment that was signed is made. */
export const isPaid = (plan, { signed }, provider) => isUsed(plan, signed, provider);

function row(name, value) {
  const [line, term, says] = ["div", "dt", "dd"].map((tag) => document.createElement(tag));
  term.textContent = say(name);
  says.append(value);
  line.append(term, says);
  return line;
}

/** Which instalments of a plan an amount pays, in words. */
function paidBy(amount, { next, next_amount: nextAmount, payoff }) {
  if (amount >= payoff) return say("sign_pays_all");
  if (next === 0n) return say("sign_pays_some"); // written off: nothing is due by dates any more
  if (amount > nextAmount) return say("sign_pays_more", { number: next });
  return say(amount < nextAmount ? "sign_pays_part" : "sign_pays_one", { number: next });
}

/** What the dialog shows beside what the wallet does: the plan, by what it is for and by its number, and what of it is paid. */
function termsOf({ id, title }, salt, paid) {
  const list = Object.assign(document.createElement("dl"), { className: "terms" });
  const [goods, number, mark] = ["bdi", "code", "code"].map((tag) => document.createElement(tag));
  [goods.textContent, number.textContent, mark.textContent] = [title, id, salt];
  list.append(row("sign_plan_of", goods), row("sign_pays", paid), row("sign_plan_number", number), row("sign_salt", mark));
  return list;
}

/** Have a payer sign for so much of a plan: what is remembered of it, or null where he thought better of it. */
async function sign(plan, amount, record, contract, connected) {
  const { id, currency, plan: given } = plan;
  const { account } = connected;
  const salt = hexlify(randomBytes(32));
  const nonce = repaymentNonce(id, salt);
  const terms = [termsOf(plan, salt, paidBy(amount, record))];
  const made = await authorization({ terms, currency, amount, to: contract.target, nonce }, connected);
  if (!made) return null;
  const { until, v, r, s, serialized } = made;
  await contract.repay_with_authorization.staticCall(given, account, amount, until, salt, v, r, s);
  const document = {
    type: "handover/signed/1",
    call: "repay_with_authorization",
    credit: contract.target,
    plan: Object.fromEntries(FIELDS.map((name, place) => [name, given[place]])),
    payer: account,
    amount: String(amount),
    salt,
    valid_before: String(until),
    signature: serialized,
  };
  const signed = { document, until, payer: account, nonce, word: [v, r, s] };
  return { action: "repay", sent: { account, hash: null }, signed, amount: money(amount, currency) };
}

/** Say what was paid, on the page as it then is. */
async function finish(plan, { amount }, provider) {
  await indexed(await blockOf(null, provider));
  forgetSigned(plan);
  tellAfterwards(say("instalment_paid", { amount }));
  location.assign(location.pathname + location.search);
}

/**
 * Have this shop send what was signed. Where it does not, `sendHimself(what)` is called if the payer wants that; else throws
 * NotYet.
 */
export async function haveItSent(plan, what, provider, sendHimself) {
  const { document, until } = what.signed;
  tell(say("relay_brings"));
  try {
    await brought(document, until, () => isPaid(plan, what, provider));
  } catch (error) {
    if (!(error instanceof NotSent)) throw error;
    if (await sendsItHimself(error.message, say("repay_yourself"))) return sendHimself(what);
    throw new NotYet(say("repay_again", { until: moment(until) }));
  }
  return finish(plan, what, provider);
}

/** Pay an amount of a plan, which stands as `record` says, by one signature; goes on with what was signed before, if that was for as much. */
export async function repaySigned(plan, { amount, record, contract }, connected, sendHimself) {
  const before = signedFor(plan);
  const isDone = before && (await isPaid(plan, before, connected.provider));
  if (before && !isDone && before.amount !== money(amount, plan.currency)) {
    throw new Refusal(say("repay_signed", { amount: before.amount, until: moment(before.signed.until) }));
  }
  const what = before && !isDone ? before : await sign(plan, amount, record, contract, connected);
  if (!what) return tell(say("not_signed"));
  remember(keyOf(plan), what);
  return haveItSent(plan, what, connected.provider, sendHimself);
}
