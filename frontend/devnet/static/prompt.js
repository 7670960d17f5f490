// The devnet wallet's question before it signs, in words read from the call itself, not from the page.
import { money, rough } from "../../static/js/amounts.js";
import { CREDIT } from "../../static/js/credit/contract.js";
import { ERC20, ESCROW, LOYALTY } from "../../static/js/contracts.js";
import { moment } from "../../static/js/countdown.js";
import { requested } from "../../static/js/erasing.js";
import { IDENTITY, SELLER } from "../../static/js/merchant/calls.js";
import { decodeBytes32String, Interface, toUtf8String, ZeroAddress } from "../../static/js/ethers.js";
import { hasWords, market, say } from "../../static/js/page.js";
import { isWithPoints, pointsOf } from "../../static/js/points.js";
import { CALLS } from "../../static/js/provenance/contract.js";
import { CALLS as ON_CLAIMS } from "../../static/js/identity/contract.js";
import { kindName } from "../../static/js/identity/kinds.js";
import { CALLS as REVIEWS } from "../../static/js/reviews/contract.js";
import { due } from "../../static/js/purchase.js";
import { total } from "../../static/js/terms.js";
import { calledOnVaults } from "./lending.js";
import { currencyLentBy, nameOf } from "./names.js";
import { rpc, typedIn } from "./provider.js";
import { describedTyped } from "./typed.js";

const calls = new Interface([...ESCROW, ...LOYALTY, ...CREDIT, ...SELLER, ...IDENTITY, ...ERC20, ...CALLS, ...ON_CLAIMS, ...REVIEWS]);
const onGoods = new Interface(CALLS);

const list = new Intl.ListFormat(market.locale);

/** Several names, each once. */
async function namesOf(addresses) {
  const names = await Promise.all([...new Set(addresses)].map(nameOf));
  return list.format(names);
}

/** What orders cost in cash, one amount a currency; in Chinese with blanks around the "and" that stands beside figures. */
function amountsOf(orders) {
  const parts = list.formatToParts(due(orders).map(([currency, amount]) => money(amount, currency)));
  return parts.map(({ value, type }) => (type === "literal" && value === "和" ? " 和 " : value)).join("");
}

/** What paying with points would do: all orders are in one currency. */
async function describedWithPoints(orders, values) {
  const { currency } = orders[0].offer;
  const points = orders.reduce((sum, order) => sum + pointsOf(order), 0n);
  const sellers = await namesOf(orders.map(({ offer }) => offer.seller));
  return say("prompt_pay_points", { ...values, amount: amountsOf(orders), points: money(points, currency), sellers });
}

/** What paying an order later would do. */
async function describedLater({ order, down, instalments, days }, values) {
  const inWords = (amount) => money(amount, order.offer.currency);
  const terms = { amount: inWords(down), rest: inWords(total(order) - down), count: instalments, days };
  return say("prompt_buy_later", { ...values, ...terms, seller: await nameOf(order.offer.seller) });
}

/** What a transaction would do, in one sentence. */
async function described({ to, value = "0x0", data = "0x" }) {
  const call = calls.parseTransaction({ data, value });
  const values = { to: await nameOf(to), call: call?.name ?? data.slice(0, 10) };
  switch (call?.name) {
    case "pay":
    case "pay_with_permit": {
      const [order] = call.args;
      if (isWithPoints(order)) return describedWithPoints([order], values);
      return say("prompt_pay", { ...values, amount: amountsOf([order]), seller: await nameOf(order.offer.seller) });
    }
    case "pay_many": {
      const [orders] = call.args;
      if (isWithPoints(orders[0])) return describedWithPoints([...orders], values);
      const sellers = await namesOf(orders.map(({ offer }) => offer.seller));
      return say("prompt_pay_many", { ...values, amounts: amountsOf(orders), count: orders.length, sellers });
    }
    case "buy":
      return describedLater(call.args, values);
    case "withdraw":
      return say("prompt_withdraw", { ...values, account: await nameOf(call.args.account) });
    case "approve":
      return say("prompt_approve", { amount: money(call.args.amount, to), spender: await nameOf(call.args.spender) });
    default:
      return calledOnPlans(call, to, values) || (await calledOnVaults({ to, data })) || calledByName(call, value, values);
  }
}

/** What speaks against a thing that changes hands, a line each, as this storefront's index knows. */
async function warnings({ lot, serial }) {
  const named = BigInt(lot) >> 160n ? lot : `0x${lot.slice(-40)}`; // a unit's is its maker's account
  const asked = new URLSearchParams({ lot: named, serial: decodeBytes32String(serial) });
  const answer = await fetch(`/api/v1/provenance?${asked}`).catch(() => null);
  const { recalls = [], breaches = [] } = answer?.ok ? await answer.json() : {};
  const open = recalls.filter(({ closed }) => !closed).map(({ about }) => (about === "ingredient" ? "ingredient" : "recalled"));
  const warm = breaches.some(({ errors }) => !errors.length) ? ["breached"] : [];
  return [...new Set([...open, ...warm])].map((key) => `\n⚠ ${say(`prompt_goods_${key}`)}`).join("");
}

/** What is done with an item, in words; nothing of any other call. */
async function calledOnGoods(call) {
  if (!call || !onGoods.hasFunction(call.selector)) return "";
  const { item, to } = call.args;
  const named = { serial: item ? decodeBytes32String(item.serial) : "", receiver: to ? await nameOf(to) : "" };
  const isTakenBack = call.name === "offer" && to === ZeroAddress;
  const said = say(`prompt_goods_${isTakenBack ? "take_back" : call.name}`, named);
  const changesHands = (call.name === "offer" && !isTakenBack) || call.name === "accept";
  return changesHands ? said + (await warnings(item)) : said;
}

/** What is done with a plan of instalments, in words; nothing of any other call. */
function calledOnPlans(call, to, values) {
  if (!call?.args.plan) return "";
  const [currency] = currencyLentBy(to) ?? [];
  const amount = currency && call.args.amount ? money(call.args.amount, currency) : "";
  return say(`prompt_plan_${call.name}`, { ...values, amount });
}

/** Whether a claim is wanted, in words; nothing of any other call. */
async function calledOnClaims(call) {
  if (call?.name !== "decline") return "";
  const { issuer, kind, declined } = call.args;
  const named = { issuer: await nameOf(issuer), kind: kindName(decodeBytes32String(kind)) };
  return say(declined ? "prompt_claim_decline" : "prompt_claim_accept", named);
}

/** A call in words of its own, where it has any. */
async function calledByName(call, value, values) {
  const amount = money(BigInt(value), ZeroAddress);
  const own = (await calledOnGoods(call)) || (await calledOnClaims(call));
  if (own) return own;
  const order = call?.args.order;
  if (order && hasWords(`prompt_call_${call.name}`)) {
    const seller = await nameOf(order.offer.seller);
    return say(`prompt_call_${call.name}`, { ...values, paid: money(total(order), order.offer.currency), seller });
  }
  return say(BigInt(value) ? "prompt_call" : "prompt_call_free", { ...values, amount });
}

/** What the network will take for a transaction, about; empty where the node cannot say. */
async function fee(transaction) {
  const asked = [rpc("eth_estimateGas", [transaction]), rpc("eth_gasPrice")];
  const [gas, price] = await Promise.all(asked).catch(() => []);
  return gas ? say("prompt_fee", { amount: money(rough(BigInt(gas) * BigInt(price)), ZeroAddress) }) : "";
}

/** A message as it is, below what it is for, where that is known. */
function describedText(text) {
  const erased = requested(text);
  const said = erased ? say("prompt_erase", { ...erased, until: moment(erased.until) }) : say("prompt_sign");
  return `${said}\n\n${text}`;
}

/** What a signature would be under: typed data in words, or a message. */
function signed(method, params) {
  if (method === "eth_signTypedData_v4") return describedTyped(typedIn(params));
  return method === "personal_sign" ? describedText(toUtf8String(params[0])) : say("prompt_sign");
}

/** Ask; resolves to whether the answer was yes. */
export async function asked(role, method, params) {
  const dialog = document.getElementById("devnet-prompt");
  dialog.querySelector("[data-who]").textContent = role.title;
  const isSent = method === "eth_sendTransaction";
  dialog.querySelector("[data-what]").textContent = await (isSent ? described(params[0]) : signed(method, params));
  dialog.querySelector("[data-fee]").textContent = isSent ? await fee(params[0]) : "";
  dialog.returnValue = "";
  dialog.showModal();
  dialog.querySelector("[data-what]").scrollTop = 0; // the words first, however long they are
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
