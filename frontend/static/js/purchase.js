// Buying: composing the order, asking the chain again before anything is signed, allowance, payment. No page in here.
import { money } from "./amounts.js";
import { balance, escrow, isCoin, token } from "./contracts.js";
import { hexlify, randomBytes, ZeroAddress } from "./ethers.js";
import { Refusal } from "./errors.js";
import { market, say } from "./page.js";
import { offerId, orderId, total } from "./terms.js";
import { send, settled } from "./transactions.js";

const NEVER_PAID = 0n;

/** The order that the shopper is about to pay, and its id. */
export function compose(offer, quantity, account, delivery) {
  const order = {
    offer,
    buyer: account,
    payer: account,
    quantity: String(quantity),
    referrer: ZeroAddress,
    delivery,
    salt: hexlify(randomBytes(32)),
  };
  return { order, id: orderId(order, market.chain.id, market.escrow) };
}

/** Throw Refusal unless the displayed terms have the displayed id. */
export function checkTerms(offer, displayedId) {
  if (offerId(offer) !== displayedId) throw new Refusal(say("terms_differ"));
}

/** Ask the chain: is the offer still for sale at this price, are there units, is there money? Else throw Refusal. */
export async function recheck({ offer, quantity }, account, provider) {
  const stock = await escrow(provider).stock(offerId(offer));
  if (!stock.published || stock.cap === 0n) throw new Refusal(say("offer_withdrawn"));
  const left = stock.cap > stock.sold ? stock.cap - stock.sold : 0n;
  if (left === 0n) throw new Refusal(say("sold_out"));
  if (left < BigInt(quantity)) throw new Refusal(say("not_enough_left", { left }));
  const due = total({ offer, quantity });
  const owned = await balance(account, offer.currency, provider);
  if (owned < due) {
    const values = { owned: money(owned, offer.currency), due: money(due, offer.currency) };
    throw new Refusal(say("not_enough_money", values));
  }
}

/** Whether the order is paid, by the chain's word. */
export async function isPaid(id, provider) {
  return (await escrow(provider).record(id)).status !== NEVER_PAID;
}

/** Whether Escrow may not yet take what the order costs. */
export async function needsAllowance(order, account, provider) {
  const { currency } = order.offer;
  if (isCoin(currency)) return false;
  return (await token(currency, provider).allowance(account, market.escrow)) < total(order);
}

/** Let Escrow take exactly what the order costs; resolves once the chain says so. */
export async function allow(order, account, provider) {
  const due = total(order);
  const currency = token(order.offer.currency, provider);
  const sent = await send(currency.approve, account, provider, [market.escrow, due]);
  const isDone = async () => (await currency.allowance(account, market.escrow)) >= due;
  await settled(provider, sent, isDone);
}

/** Try the payment without sending it; throws with the contract's reason. */
export async function rehearse(order, account, provider) {
  const value = isCoin(order.offer.currency) ? total(order) : 0n;
  await escrow(provider).pay.staticCall(order, { from: account, value });
}

/** Ask the wallet to send the payment. */
export async function pay(order, account, provider) {
  const value = isCoin(order.offer.currency) ? total(order) : 0n;
  return send(escrow(provider).pay, account, provider, [order, { value }]);
}

const PAY_GAS = 130_000n; // a little above what paying takes, in coin or by allowance

/** What the network will take for the payment, about, in the coin's smallest unit. */
export async function networkFee(provider) {
  const { maxFeePerGas, gasPrice } = await provider.getFeeData();
  return PAY_GAS * (maxFeePerGas ?? gasPrice ?? 0n);
}
