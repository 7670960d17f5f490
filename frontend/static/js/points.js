// Points: store credit in one currency. Which contract gives them, and what of an order they pay, by its terms. So what of
// it is paid in cash, beside points and beside what lenders pay.
import { share, unitOf } from "./amounts.js";
import { isLater } from "./credit/agreed.js";
import { hexlify, randomBytes, ZeroAddress } from "./ethers.js";
import { market } from "./page.js";
import { total } from "./terms.js";

const PLACE = 160n; // of the points in an order's salt, in bits
const SALT_BYTES = 8; // as many as keep ids apart: more would cost gas

/** The contract whose points pay in a currency, as the address book has it: { address, code_hash }; null where none does. */
export const loyaltyOf = (currency) => unitOf(currency).loyalty ?? null;

/** Whether an order is paid through the contract whose points are its currency. */
export const isWithPoints = ({ offer, payer }) => Boolean(payer) && payer === loyaltyOf(offer.currency)?.address;

/** Whether a contract pays an order for its buyer: with points, or with what lenders lend. */
const isPaidFor = (order) => isWithPoints(order) || isLater(order);

/** Which contract is called to pay an order. */
export const paidThrough = (order) => (isPaidFor(order) ? order.payer : market.escrow);

/** Who pays an order: whose wallet it takes. */
export const paidBy = (order) => (isPaidFor(order) ? order.buyer : order.payer);

/** How many points pay an order, in its currency's smallest unit. */
export const pointsOf = (order) => (isWithPoints(order) ? BigInt(order.salt) >> PLACE : 0n);

/** What is left to pay in cash, at once. */
export const cashOf = (order) => (isLater(order) ? BigInt(order.plan.down) : total(order) - pointsOf(order));

/** Whether an offer's points are those of the contract known for its currency. */
export const isKnownLoyalty = (offer) => offer.loyalty === loyaltyOf(offer.currency)?.address;

/** What comes back as points of all that an order or line costs, where its contract is the one known for its currency. */
export function pointsBack({ offer, quantity }) {
  return isKnownLoyalty(offer) ? share(total({ offer, quantity }), offer.points_bps) : 0n;
}

/**
 * Commission and points of an amount that is released after others, as Escrow computes them: of a last unit, commission comes
 * first. Both in the currency's smallest unit.
 */
export function shares({ offer, referrer }, before, amount) {
  const grown = (whose, bps) => (whose === ZeroAddress ? 0n : share(before + amount, bps) - share(before, bps));
  const commission = grown(referrer, offer.commission_bps);
  const points = grown(offer.loyalty, offer.points_bps);
  return { commission, points: points < amount - commission ? points : amount - commission };
}

/** A fresh salt that says how many points pay the order. */
export function freshSalt(points = 0n) {
  const salt = (points << PLACE) | BigInt(hexlify(randomBytes(SALT_BYTES)));
  return `0x${salt.toString(16).padStart(64, "0")}`;
}

/** Points shared out over totals in their proportion, exactly: what the division leaves goes to the first that take it. */
export function sharedOut(points, totals) {
  const all = totals.reduce((sum, one) => sum + one, 0n);
  const shares = totals.map((one) => (all ? (points * one) / all : 0n));
  let left = points - shares.reduce((sum, one) => sum + one, 0n);
  for (const [place, one] of totals.entries()) {
    if (left === 0n) break;
    if (shares[place] === one) continue;
    shares[place] += 1n;
    left -= 1n;
  }
  return shares;
}

/** What came back of an order, shared out as its contract does: cash up to the cash that was paid, points, cash again. */
export function cameBack(order, amount) {
  const [cash, all] = [cashOf(order), total(order)];
  const upTo = (most) => (amount < most ? amount : most);
  const points = upTo(all) - upTo(cash);
  return { cash: amount - points, points };
}
