// Paying by one signature: the payer lets Escrow take exactly what these orders cost, or of one that is paid later the
// contract that lends its down payment.
import { money, short } from "./amounts.js";
import { authorization } from "./authorization.js";
import { lines } from "./checkout_lines.js";
import { escrow } from "./contracts.js";
import { moment, span } from "./countdown.js";
import { buyArguments } from "./credit/agreed.js";
import { creditAt } from "./credit/contract.js";
import { purchaseNonce } from "./credit/nonces.js";
import { ZeroAddress } from "./ethers.js";
import { data, market, now, say } from "./page.js";
import { loyaltyOf } from "./points.js";
import { due } from "./purchase.js";
import { step } from "./steps.js";
import { offerId, orderId, purchaseId, total } from "./terms.js";

const BPS = 100;
const DAY = 86_400; // seconds

const { names } = data("checkout");

function made(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

const row = (name, ...value) => made("div", {}, made("dt", { textContent: say(name) }), made("dd", {}, ...value));
const code = (textContent) => made("code", { textContent });

/** Somebody by name, where this market has one for him, and by address. */
function someone(account, name = names[account]) {
  if (account === ZeroAddress) return [say("sign_nobody")];
  const address = code(short(account));
  return name ? [made("bdi", { textContent: name }), " ", address] : [address];
}

const referrerName = (account) => (account === market.storefront ? say("sign_this_shop") : names[account]);

/** An order's terms as they are hashed; all of them but what has no words. The number of an only one is the nonce. */
function termsOf(order, id, isOnly) {
  const { offer, quantity, buyer, payer, referrer } = order;
  const line = lines.find((one) => one.id === offerId(offer));
  const terms = [
    row("sign_seller", ...someone(offer.seller, line?.seller_name)),
    row("sign_price", `${quantity} × ${money(offer.price, offer.currency)}`),
    row("sign_shipping", money(offer.shipping, offer.currency)),
    row("sign_sent_within", span(Number(offer.ship_within))),
    row("sign_delivered_within", span(Number(offer.deliver_within))),
    row("sign_look_within", span(Number(offer.inspect_within))),
    row("sign_carrier", ...someone(offer.carrier)),
    row("sign_arbiter", ...someone(offer.arbiter)),
  ];
  if (buyer !== payer) terms.push(row("sign_buyer", code(short(buyer))));
  if (referrer !== ZeroAddress) {
    const share = `${Number(offer.commission_bps) / BPS}%`;
    terms.push(row("sign_commission", share, " ", ...someone(referrer, referrerName(referrer))));
  }
  if (offer.loyalty !== ZeroAddress) {
    const isKnown = offer.loyalty === loyaltyOf(offer.currency)?.address;
    const caution = isKnown ? [] : [made("p", { className: "notice warn fine", textContent: say("sign_other_points") })];
    terms.push(row("sign_points", `${Number(offer.points_bps) / BPS}%`, " ", code(short(offer.loyalty)), ...caution));
  }
  const title = made("bdi", { textContent: line?.title ?? short(id) });
  const cost = made("strong", { className: "amount", textContent: money(total(order), offer.currency) });
  if (!isOnly) terms.push(row("sign_order_number", code(id)));
  const list = made("dl", { className: "terms" }, ...terms);
  return made("details", { open: isOnly }, made("summary", {}, title, " ", cost), list);
}

/** What a plan adds to its order's terms: what is paid at once, what later and when, what it costs. */
function termsOfPlan({ down, instalments, days, fee }, order) {
  const { currency } = order.offer;
  const { costs } = lines.find((one) => one.id === offerId(order.offer));
  const dueAfter = (count) => moment(Math.floor(now()) + count * Number(days) * DAY);
  const inWords = (amount) => money(amount, currency);
  const principal = total(order) - BigInt(down);
  const terms = { count: instalments, days, principal: inWords(principal), fee: inWords(BigInt(fee)) };
  const rows = [
    row("sign_down", inWords(BigInt(down))),
    row("sign_later", say("sign_parts", terms)),
    row("sign_first", dueAfter(1)),
    row("sign_last", dueAfter(Number(instalments))),
    row("sign_total", inWords(total(order) + BigInt(fee) * BigInt(instalments))),
    row("sign_rate", costs.rate),
    row("sign_late_fee", say("sign_late_each", { fee: costs.late_fee })),
  ];
  return made("dl", { className: "terms" }, ...rows);
}

/** Who takes what the payer signs for, and under which number: Escrow, or the contract that pays later's rest. */
function receiver(orders, ids) {
  const [{ plan, payer }] = orders;
  return plan ? { to: payer, nonce: purchaseNonce(ids[0], plan) } : { to: market.escrow, nonce: purchaseId(ids) };
}

/** The call that the relay will make, tried without sending it: throws with the contract's reason. */
function rehearse(orders, word, provider) {
  const [first] = orders;
  if (first.plan) return creditAt(first.payer, provider).buy_with_authorization.staticCall(...buyArguments(first), ...word);
  const { pay_with_authorization: one, pay_many_with_authorization: many } = escrow(provider);
  return orders.length === 1 ? one.staticCall(first, ...word) : many.staticCall(orders, ...word);
}

/** What the relay is to call, and with what but the payer's word. */
function callOf(orders) {
  const [{ plan, ...order }] = orders;
  if (plan) {
    const [down, instalments, days] = [plan.down, plan.instalments, plan.days].map(String);
    return { call: "buy_with_authorization", orders: [order], down, instalments, days };
  }
  return { call: orders.length === 1 ? "pay_with_authorization" : "pay_many_with_authorization", orders };
}

/**
 * Show the orders and have the wallet sign for all of them: { document, until } for the relay, or null where the shopper
 * thought better of it. One that is paid later has a `plan`, as credit/agreed.js says.
 */
export async function authorized(orders, connected) {
  const ids = orders.map((order) => orderId(order, market.chain.id, market.escrow));
  const [[currency, amount]] = due(orders);
  const terms = orders.map((order, place) => termsOf(order, ids[place], orders.length === 1));
  if (orders[0].plan) terms.push(termsOfPlan(orders[0].plan, orders[0]));
  step("sign");
  const given = await authorization({ terms, currency, amount, ...receiver(orders, ids) }, connected);
  if (!given) return null;
  const { until, v, r, s, serialized } = given;
  await rehearse(orders, [until, v, r, s], connected.provider);
  const document = { type: "handover/signed/1", ...callOf(orders), valid_before: String(until), signature: serialized };
  return { document, until };
}
