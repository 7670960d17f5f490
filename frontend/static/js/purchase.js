// Buying one order or a cart: composing, asking the chain again before anything is signed, payment. No page in here.
// A line is { id, offer, quantity, title }, an order what Escrow is paid for.
import { money, short } from "./amounts.js";
import { balance, escrow, isCoin, loyalty } from "./contracts.js";
import { buyArguments, isLater, lenderOf } from "./credit/agreed.js";
import { checkPlan } from "./credit/buying.js";
import { creditAt } from "./credit/contract.js";
import { ZeroAddress } from "./ethers.js";
import { Refusal, sentence } from "./errors.js";
import { market, say } from "./page.js";
import { cashOf, freshSalt, isWithPoints, loyaltyOf, paidThrough } from "./points.js";
import { offerId, orderId } from "./terms.js";
import { send } from "./transactions.js";

const NEVER_PAID = 0n;

/** Who is an order's payer: a contract where points pay a part of it, or lenders do. */
function payerOf({ offer, plan }, payer, points) {
  if (plan) return lenderOf(offer.currency);
  return points === null ? payer : loyaltyOf(offer.currency).address;
}

/** What of an order its costs follow from. `points` pay a part, or null where none do. */
export function draft(line, { buyer, payer }, points) {
  const { offer, quantity, plan } = line;
  const order = { offer, buyer, payer: payerOf(line, payer, points), quantity, salt: freshSalt(points ?? 0n) };
  return plan ? { ...order, plan } : order;
}

/** The order of a line, and its id. */
export function compose(line, people, points, referrer, delivery) {
  const order = { ...draft(line, people, points), referrer: referrer || ZeroAddress, delivery };
  return { order, id: orderId(order, market.chain.id, market.escrow) };
}

/** Throw Refusal unless the terms of every line have the id that the page shows. */
export function checkTerms(lines) {
  if (lines.some(({ id, offer }) => offerId(offer) !== id)) throw new Refusal(say("terms_differ"));
}

/** What orders or lines cost in cash: [currency, amount], one a currency. */
export function due(orders) {
  const sums = new Map();
  for (const order of orders) {
    const { currency } = order.offer;
    sums.set(currency, (sums.get(currency) ?? 0n) + cashOf(order));
  }
  return [...sums];
}

/** Orders by the contract that is called to pay them, those with points first: each is one payment. */
export function payments(orders) {
  const parts = new Map();
  for (const order of orders) parts.set(paidThrough(order), [...(parts.get(paidThrough(order)) ?? []), order]);
  return [...parts.values()].sort((a, b) => isWithPoints(b[0]) - isWithPoints(a[0]));
}

/** What is wrong with a line, by the chain's word; "" where it can be bought. */
async function problem({ id, quantity }, provider) {
  const stock = await escrow(provider).stock(id);
  if (!stock.published || stock.cap === 0n) return say("offer_withdrawn");
  const left = stock.cap > stock.sold ? stock.cap - stock.sold : 0n;
  if (left === 0n) return say("sold_out");
  return left < BigInt(quantity) ? say("not_enough_left", { left }) : "";
}

/** Refuse for one line, which is named where there are others. */
function refuse(line, lines, text) {
  throw new Refusal(lines.length > 1 ? say("of_line", { title: line.title, problem: text }) : text);
}

/** Throw Refusal where what is to be paid later cannot be, by the chain's word. */
export async function checkLater(orders, provider) {
  for (const order of orders.filter(isLater)) await checkPlan(order, provider);
}

/**
 * Ask the chain: is every line still for sale at this price, are there units, is there cash, is it lent where it is paid
 * later? Else throw Refusal.
 */
export async function recheck(lines, orders, account, provider) {
  const problems = await Promise.all(lines.map((line) => problem(line, provider)));
  const first = problems.findIndex(Boolean);
  if (first >= 0) refuse(lines[first], lines, problems[first]);
  await checkLater(orders, provider);
  for (const [currency, amount] of due(orders)) {
    const owned = await balance(account, currency, provider);
    if (owned < amount) {
      throw new Refusal(say("not_enough_money", { owned: money(owned, currency), due: money(amount, currency) }));
    }
  }
}

/** Whether orders are paid, by the chain's word. */
export async function arePaid(ids, provider) {
  const records = await Promise.all(ids.map((id) => escrow(provider).record(id)));
  return records.every(({ status }) => status !== NEVER_PAID);
}

/** What orders cost in the chain's own coin. */
export const coinDue = (orders) => due(orders).find(([currency]) => isCoin(currency))?.[1] ?? 0n;

/** The call that pays: for one order, with its payer's permit where there is one, or for several, all or nothing. */
function payment(orders, permit, provider) {
  const [first] = orders;
  if (isLater(first)) return { call: creditAt(first.payer, provider).buy, given: buyArguments(first), value: 0n };
  const contract = isWithPoints(orders[0]) ? loyalty(orders[0].payer, provider) : escrow(provider);
  const { pay, pay_many: payMany, pay_with_permit: payPermitted } = contract;
  if (permit) return { call: payPermitted, given: [orders[0], ...permit], value: 0n };
  const value = coinDue(orders);
  return orders.length === 1 ? { call: pay, given: orders, value } : { call: payMany, given: [orders], value };
}

/** The line that an order is for; an order of an earlier page may have none. */
const lineOf = ({ offer }, lines) => lines.find(({ id }) => id === offerId(offer)) ?? { title: short(offerId(offer)) };

/** Try the payment without sending it; throws with the contract's reason, and the line that it is about. */
export async function rehearse(orders, lines, permit, account, provider) {
  const attempt = (some) => {
    const { call, given, value } = payment(some, permit, provider);
    return call.staticCall(...given, { from: account, value });
  };
  try {
    await attempt(orders);
  } catch (error) {
    if (orders.length === 1) throw error;
    for (const order of orders) {
      await attempt([order]).catch((alone) => refuse(lineOf(order, lines), lines, sentence(alone)));
    }
    throw error;
  }
}

/** Ask the wallet to send the payment. */
export async function pay(orders, permit, account, provider) {
  const { call, given, value } = payment(orders, permit, provider);
  return send(call, account, provider, [...given, { value }]);
}
