// Paying by one signature: the payer authorizes the currency to let Escrow take exactly what these orders cost (ERC-3009).
// A wallet shows of the orders only a number. So the page computes it from the terms that it shows, and shows it too.
import { money, short } from "./amounts.js";
import { lines } from "./checkout_lines.js";
import { escrow } from "./contracts.js";
import { moment, span } from "./countdown.js";
import { ZeroAddress } from "./ethers.js";
import { data, market, now, say, tell } from "./page.js";
import { loyaltyOf } from "./points.js";
import { due } from "./purchase.js";
import { signatureOfKey } from "./signing.js";
import { step } from "./steps.js";
import { offerId, orderId, purchaseId, total } from "./terms.js";
import { authorizationData } from "./typed_data.js";

const HOLDS_FOR = 900; // seconds; Escrow takes none that holds for more than an hour
const BPS = 100;

const { names } = data("checkout");
const dialog = document.getElementById("authorize");

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

/** Fill the dialog with what is about to be signed. */
function show(orders, ids, [currency, amount], nonce, until) {
  const shown = orders.map((order, place) => termsOf(order, ids[place], orders.length === 1));
  dialog.querySelector("[data-orders]").replaceChildren(...shown);
  const facts = { amount: money(amount, currency), to: market.escrow, nonce, until: moment(until) };
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

/** The call that the relay will make, tried without sending it: throws with the contract's reason. */
function rehearse(orders, word, provider) {
  const { pay_with_authorization: one, pay_many_with_authorization: many } = escrow(provider);
  return orders.length === 1 ? one.staticCall(orders[0], ...word) : many.staticCall(orders, ...word);
}

/**
 * Show the orders and have the wallet sign for all of them: { document, until } for the relay, or null where the shopper
 * thought better of it.
 */
export async function authorized(orders, connected) {
  const { account, provider } = connected;
  const ids = orders.map((order) => orderId(order, market.chain.id, market.escrow));
  const nonce = purchaseId(ids);
  const [[currency, amount]] = due(orders);
  const until = Math.floor(now()) + HOLDS_FOR;
  step("sign");
  tell(say("read_then_sign"));
  show(orders, ids, [currency, amount], nonce, until);
  if (!(await agreed())) return null;
  tell(say("authorize_in_wallet"));
  const typed = authorizationData(currency, account, amount, until, nonce);
  const signature = await signatureOfKey(typed, connected).finally(() => dialog.close());
  await rehearse(orders, [until, signature.v, signature.r, signature.s], provider);
  const call = orders.length === 1 ? "pay_with_authorization" : "pay_many_with_authorization";
  const document = { type: "handover/signed/1", call, orders, valid_before: String(until) };
  return { document: { ...document, signature: signature.serialized }, until };
}
