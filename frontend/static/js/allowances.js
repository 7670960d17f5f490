// What Escrow, or the contract that pays for the buyer, may take of a currency: exactly what orders cost in cash, by a
// transaction, or by a signature where the currency knows permits and Escrow takes it for one order.
import { money, unitOf } from "./amounts.js";
import { isCoin, token } from "./contracts.js";
import { market, now, say, tell } from "./page.js";
import { paidThrough } from "./points.js";
import { due, payments } from "./purchase.js";
import { signatureOfKey } from "./signing.js";
import { step } from "./steps.js";
import { send, settled } from "./transactions.js";
import { permitData } from "./typed_data.js";

export const ALLOW_GAS = 50_000n; // what giving one burns, about
const NO_CODE = "0x";
const PERMITTED_FOR = 3600; // seconds

/** What may not yet be taken for one payment: [currency, amount], one a currency. */
export async function missingAllowances(orders, account, provider) {
  const spender = paidThrough(orders[0]);
  const wanted = due(orders).filter(([currency]) => !isCoin(currency));
  const allowed = await Promise.all(wanted.map(([currency]) => token(currency, provider).allowance(account, spender)));
  return wanted.filter(([, amount], place) => allowed[place] < amount);
}

/** Let a contract take exactly an amount; resolves once the chain says so. */
export async function allow(currency, amount, spender, { account, provider }) {
  tell(say("allow_in_wallet", { amount: money(amount, currency) }));
  const unit = token(currency, provider);
  const sent = await send(unit.approve, account, provider, [spender, amount]);
  await settled(provider, sent, async () => (await unit.allowance(account, spender)) >= amount);
}

/** The same signed: what follows the order in `pay_with_permit`. */
async function permit(currency, amount, connected) {
  const { account, provider } = connected;
  tell(say("permit_in_wallet", { amount: money(amount, currency) }));
  const deadline = Math.floor(now()) + PERMITTED_FOR;
  const nonce = await token(currency, provider).nonces(account);
  const { v, r, s } = await signatureOfKey(permitData(currency, account, amount, nonce, deadline), connected);
  return [deadline, v, r, s];
}

/** Whether a signature can stand in for the transaction: a contract's would be another kind. */
async function canPermit(orders, missing, { account, provider }) {
  if (orders.length !== 1 || missing.length !== 1 || !unitOf(missing[0][0]).permit) return false;
  if (paidThrough(orders[0]) !== market.escrow) return false;
  return (await provider.getCode(account)) === NO_CODE;
}

async function transactionsForOne(orders, connected) {
  const missing = await missingAllowances(orders, connected.account, connected.provider);
  return (await canPermit(orders, missing, connected)) ? 0 : missing.length;
}

/** How many transactions the allowances take that orders lack. */
export async function transactionsFor(orders, connected) {
  const each = await Promise.all(payments(orders).map((part) => transactionsForOne(part, connected)));
  return each.reduce((sum, one) => sum + one, 0);
}

/** Give what is missing for one payment: { permit, waited }, the permit being what `pay_with_permit` takes, or null. */
export async function giveAllowances(orders, connected) {
  const missing = await missingAllowances(orders, connected.account, connected.provider);
  const isPermitted = await canPermit(orders, missing, connected);
  for (const [currency, amount] of missing) {
    step(`allow-${currency}`);
    if (isPermitted) return { permit: await permit(currency, amount, connected), waited: true };
    await allow(currency, amount, paidThrough(orders[0]), connected);
  }
  return { permit: null, waited: missing.length > 0 };
}
