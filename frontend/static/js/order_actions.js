// What the people of an order can do on its page: whose it is, what is asked first, and what the call is given.
import { agreed } from "./agreeing.js";
import { money, rough, unitOf } from "./amounts.js";
import { DEEDS, held } from "./buyer_deeds.js";
import { escrow, loyalty } from "./contracts.js";
import { moment } from "./countdown.js";
import { getAddress, ZeroAddress } from "./ethers.js";
import { networkFee } from "./network_fee.js";
import { data, hasWords, now, say } from "./page.js";
import { cameBack, isKnownLoyalty, isWithPoints, paidBy, shares } from "./points.js";
import { isSigned } from "./signed_action.js";

const { order, id, goes_back: goesBack, gas, settling_gas: settlingGas } = data("order");
const { offer } = order;
const OWN_DAYS = 3n * 86400n; // seconds

const collectable = (provider) => escrow(provider).credits(order.payer, id, offer.currency);

/** Until when the buyer would wait: three days beyond the deadline, or from now on where that is over. */
function later({ deadline }) {
  const latest = BigInt(Math.floor(now()));
  return (deadline > latest ? deadline : latest) + OWN_DAYS;
}

/**
 * By action: whose it is (empty: anyone's), and either how it is planned, which asks what there is to ask, or its question
 * and the call's arguments.
 */
export const ACTIONS = {
  confirm: { actor: order.buyer, values: () => [order] },
  cancel: { actor: order.buyer, values: () => [order] },
  extend: {
    actor: order.buyer,
    question: goesBack ? "extend_seller" : "extend",
    values: async (provider) => [order, later(await escrow(provider).record(id))],
  },
  enforce: { actor: "", question: goesBack ? "enforce_back" : "enforce_on", values: () => [order] },
  collect: { actor: order.payer, values: () => [id, offer.currency] },
  settle: { actor: "", values: () => [order], contract: (provider) => loyalty(order.payer, provider), gas: settlingGas },
};
for (const [verb, deed] of Object.entries(DEEDS)) ACTIONS[verb] = { actor: order.buyer, ...deed };

/** What an action burns, about. */
export const gasOf = (action) => BigInt(ACTIONS[action].gas ?? gas);

/** The contract that an action is a call of. */
export const contractOf = (action, provider) => ACTIONS[action].contract?.(provider) ?? escrow(provider);

/** What came back last, or would come back, in words: cash and points apart, where some of it are points. */
export async function backInWords(amount, provider, isDone) {
  const { refunded } = await escrow(provider).record(id);
  const before = isDone ? refunded - amount : refunded;
  const [first, then] = [cameBack(order, before), cameBack(order, before + amount)];
  const inAll = money(amount, offer.currency);
  if (then.points === first.points) return inAll;
  if (then.cash === first.cash) return say("as_points", { amount: inAll });
  const [cash, points] = ["cash", "points"].map((kind) => money(then[kind] - first[kind], offer.currency));
  return say("cash_and_points", { amount: inAll, cash, points });
}

/** The amount that an action moves, in words. */
async function inQuestion(action, provider) {
  if (action === "collect" || action === "settle") return money(await collectable(provider), offer.currency);
  const amount = await held(provider);
  const isBack = action === "cancel" || (action === "enforce" && goesBack);
  return isBack ? backInWords(amount, provider, false) : money(amount, offer.currency);
}

/** What of the money in question the seller does not keep, as Escrow computes it; empty where he keeps all. */
async function sharesWithin(provider) {
  const [{ released }, amount] = await Promise.all([escrow(provider).record(id), held(provider)]);
  const { commission, points: given } = shares(order, released, amount);
  const points = isKnownLoyalty(offer) ? given : 0n;
  const named = { commission: money(commission, offer.currency), points: money(points, offer.currency) };
  if (commission && points) return say("shares_within", named);
  if (commission) return say("commission_within", named);
  return points ? say("points_within", named) : "";
}

/** Who sends a step and pays for that, where it is the shopper; empty where this shop does. */
async function ownFee(action, provider) {
  if (isSigned(action)) return "";
  return say("own_fee", { fee: money(rough(await networkFee(gasOf(action), provider)), ZeroAddress) });
}

/** Whether lenders paid a part of the order, for its buyer. */
const isLent = order.payer === unitOf(offer.currency).credit?.address;

/**
 * The rest of a sentence's key as an account is told: whoever paid is "you", where it speaks of him; where points pay, what
 * comes back is only set aside, and where lenders do, the debt comes first.
 */
export function asTold(first, rest, account) {
  const isHis = getAddress(account) === getAddress(isLent ? order.buyer : paidBy(order));
  const other = [...(isWithPoints(order) ? ["_aside"] : []), ...(isLent ? ["_lent"] : [])];
  const forms = [...other, ""].flatMap((form) => (isHis ? [`${form}_you`, form] : [form]));
  return rest + forms.find((form) => hasWords(`${first}_${rest}${form}`));
}

/** Resolve to whether the shopper agrees to what the dialog says. */
async function isAgreed(action, until, { account, provider }) {
  const named = {
    amount: await inQuestion(action, provider),
    until: until ? moment(until) : "",
    shares: action === "confirm" ? await sharesWithin(provider) : "",
  };
  const question = say(`agree_${asTold("agree", ACTIONS[action].question ?? action, account)}`, named);
  return agreed(question + (await ownFee(action, provider)));
}

/** The plan of an action that needs no more than a yes: it is rehearsed before anything is asked. */
async function simplePlan(action, connected) {
  const { account, provider } = connected;
  const values = await ACTIONS[action].values(provider);
  await contractOf(action, provider)[action].staticCall(...values, { from: account });
  const until = action === "extend" ? String(values[1]) : undefined;
  return (await isAgreed(action, until, connected)) ? { values } : null;
}

/** Ask what there is to ask: { values, documents }, rehearsed; or null where the shopper thought better of it. */
export async function planned(action, connected) {
  const { plan } = ACTIONS[action];
  if (!plan) return simplePlan(action, connected);
  const made = await plan(connected);
  if (made) await contractOf(action, connected.provider)[action].staticCall(...made.values, { from: connected.account });
  return made;
}
