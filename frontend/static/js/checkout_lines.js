// What this checkout is still about: its lines, from which those go that are paid.
import { ALLOW_GAS } from "./allowances.js";
import * as cart from "./cart.js";
import { Refusal } from "./errors.js";
import { data, say } from "./page.js";
import { isWithPoints } from "./points.js";
import { payments } from "./purchase.js";
import { offerId } from "./terms.js";

export const { lines, from_cart: inCart, points_gas: pointsGas } = data("checkout");

const isFor = (orders) => {
  const offers = orders.map(({ offer }) => offerId(offer));
  return ({ id }) => offers.includes(id);
};

/** What orders and lines are about: "id quantity", in one order whatever theirs is. */
export const goodsOf = (orders) => orders.map(({ offer, quantity }) => `${offerId(offer)} ${quantity}`).sort();

/** The lines that orders are for. */
export const linesOf = (orders) => lines.filter(isFor(orders));

/** What paying orders, confirming them and giving allowances burns, about. */
export function gasOf(orders, allowances = 0) {
  const withPoints = payments(orders).filter(([order]) => isWithPoints(order));
  const each = linesOf(orders).reduce((sum, { gas }) => sum + BigInt(gas), 0n);
  return each + BigInt(pointsGas) * BigInt(withPoints.length) + ALLOW_GAS * BigInt(allowances);
}

/** Throw Refusal where the cart no longer holds what is shown as from it: another tab may have paid for it. */
export function checkCart() {
  if (!inCart) return;
  const held = new Map(cart.lines().map(({ offer, quantity }) => [offer, quantity]));
  const gone = lines.filter(({ id, quantity }) => (held.get(id) ?? 0) < Number(quantity));
  document.getElementById("not-in-cart").hidden = gone.length === 0;
  if (gone.length === 0) return;
  const goods = gone.map(({ title, quantity }) => `${quantity} × ${title}`).join(", ");
  throw new Refusal(say("not_in_cart", { goods }));
}

const ID = /^0x[0-9a-f]{64}$/;

/** Of each payment of this cart that was seen through, its first order: the receipt shows them all. */
export const paidBefore = () => new URLSearchParams(location.search).getAll("paid").filter((id) => ID.test(id));

/**
 * Take out what is paid: from the lines, where it is marked, and from the address, so that a reload shows the rest only, and
 * knows of the payment (by its first order's id).
 */
export function takeOut(orders, payment) {
  for (const { id } of linesOf(orders)) {
    const note = document.querySelector(`[data-line="${id}"] [data-paid]`);
    note.textContent = say("line_paid");
    note.hidden = false;
  }
  const rest = lines.filter((line) => !isFor(orders)(line));
  lines.splice(0, lines.length, ...rest);
  const query = new URLSearchParams(location.search);
  for (const name of ["offer", "quantity"]) query.delete(name);
  for (const { id, quantity } of rest) {
    query.append("offer", id);
    query.append("quantity", quantity);
  }
  query.append("paid", payment);
  history.replaceState(null, "", `${location.pathname}?${query}`);
}
