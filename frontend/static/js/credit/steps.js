// What can be done with a plan, by buttons that appear where scripts run: pay of it, pass on what came back of its order, let
// its dates wait or go on. Whoever is connected does it.
import { agreed } from "../agreeing.js";
import { allow } from "../allowances.js";
import { money, unitOf } from "../amounts.js";
import { balance, escrow, token } from "../contracts.js";
import { attempt, deeds } from "../deeds.js";
import { Refusal } from "../errors.js";
import { say } from "../page.js";
import { recall } from "../pending.js";
import { connect, reconnect } from "../wallet.js";
import { bySignature } from "../way.js";
import { typed } from "./amount.js";
import { creditAt, creditOf } from "./contract.js";
import { broughtWith, forgetSigned, haveItSent, isPaid, repaySigned, signedFor } from "./repaying.js";

const PAUSED = 2n;
const ENDED = 4n;

const least = (a, b) => (a < b ? a : b);

/** What is to be paid now, by the chain; throws Refusal where that is not what the page showed. */
function wanted({ kind, shown, text }, record, currency) {
  if (record.payoff === 0n) throw new Refusal(say("debts: plan has ended"));
  if (kind === "any") return least(typed(text, currency), record.payoff);
  const amount = kind === "all" ? record.payoff : least(record.next_amount, record.payoff);
  if (amount !== BigInt(shown)) throw new Refusal(say("owed_changed", { amount: money(amount, currency) }));
  return amount;
}

const sum = (amounts) => amounts.reduce((all, one) => all + one, 0n);

/** Of the next `amount` that is paid, what goes to fees that are not due yet. */
function early(plan, paid, amount) {
  const part = ([from, to]) => [least(BigInt(to), paid + amount), paid > BigInt(from) ? paid : BigInt(from)];
  return sum(plan.early.map(part).map(([end, begin]) => (end > begin ? end - begin : 0n)));
}

/** Whether a payer wants to pay fees that are not due yet, if he would; all at once leaves them out. */
async function wantsEarly(plan, { paid, payoff }, amount) {
  const all = 2n ** 96n;
  const [fees, saved] = amount < payoff ? [amount, all].map((units) => early(plan, paid, units)) : [0n, 0n];
  if (!fees) return true;
  const told = Object.entries({ amount, fees, payoff, saved }).map(([name, units]) => [name, money(units, plan.currency)]);
  return agreed(say("agree_early_fees", Object.fromEntries(told)));
}

/** What a payer is about to pay: { contract, record, amount }, which he owns; null where he does not; throws Refusal. */
async function planned(one, given, { account, provider }) {
  const { currency, plan } = one;
  const contract = await creditOf(currency, provider);
  const record = await contract.record(plan);
  const amount = wanted(given, record, currency);
  const owned = await balance(account, currency, provider);
  const [due, has] = [amount, owned].map((units) => money(units, currency));
  if (owned < amount) throw new Refusal(say("not_enough_money", { due, owned: has }));
  return (await wantsEarly(one, record, amount)) ? { contract, record, amount } : null;
}

/** By verb, the deeds of a plan, as deeds.js takes them. */
function deedsOf(one) {
  const { currency, plan } = one;
  const page = location.pathname + location.search;
  const isIn = (test) => async (_, provider) => test((await creditAt(unitOf(currency).credit.address, provider).record(plan)).state);
  const waiting = (provider) => escrow(provider).credits(unitOf(currency).credit.address, plan[0], currency);
  const simple = (verb, test) => ({
    plan: async ({ provider }) => {
      await creditOf(currency, provider);
      return { values: [plan], question: null };
    },
    isDone: isIn(test),
    done: `done_plan_${verb}`,
    next: page,
    isOnce: true,
  });
  return {
    repay: {
      plan: async (connected, given) => {
        const found = await planned(one, given, connected);
        if (!found) return null;
        const { contract, record, amount } = found;
        const allowed = await token(currency, connected.provider).allowance(connected.account, contract.target);
        if (allowed < amount) await allow(currency, amount, contract.target, connected);
        const kept = { paid: String(record.paid), amount: money(amount, currency) };
        return { values: [plan, amount], question: null, kept };
      },
      isDone: async ({ paid }, provider) =>
        (await creditAt(unitOf(currency).credit.address, provider).record(plan)).paid > BigInt(paid),
      done: "instalment_paid",
      next: page,
    },
    repay_with_authorization: {
      plan: async (_, what) => ({ values: broughtWith(what), question: null, kept: what }),
      isDone: (what, provider) => isPaid(one, what, provider),
      after: () => forgetSigned(one),
      done: "instalment_paid",
      next: page,
      isOnce: true,
    },
    settle: {
      plan: async ({ provider }) => {
        const contract = await creditOf(currency, provider);
        const [{ outstanding, state }, amount] = await Promise.all([contract.record(plan), waiting(provider)]);
        const cut = state === ENDED ? 0n : least(amount, outstanding);
        const kept = { amount, cut, rest: amount - cut };
        for (const name of Object.keys(kept)) kept[name] = money(kept[name], currency);
        return { values: [plan], question: say("agree_plan_settle", kept), kept: { ...kept, before: String(amount) } };
      },
      isDone: async ({ before }, provider) => (await waiting(provider)) < BigInt(before),
      done: "done_plan_settle",
      next: page,
      isOnce: true,
    },
    pause: simple("pause", (state) => state === PAUSED),
    resume: simple("resume", (state) => state !== PAUSED),
  };
}

/** Let the buttons of a plan do what they say, and go on with what an earlier load of the page began. */
function enable(one) {
  const doer = {
    connected: connect,
    reconnected: async () => (await reconnect()) ?? (await connect()),
    contract: (provider) => creditAt(unitOf(one.currency).credit.address, provider),
    begun: say("plan_begun"),
  };
  const key = `plan-${one.id}`;
  const { run, resume } = deeds(key, deedsOf(one), doer);
  const sendHimself = (what) => run("repay_with_authorization", what);

  async function repay(given) {
    const mayBeSigned = bySignature() && unitOf(one.currency).authorization;
    if (!mayBeSigned && !signedFor(one)) return run("repay", given);
    const connected = await connect();
    const wish = await planned(one, given, connected);
    if (!wish) return null;
    const { record, amount } = wish;
    const enough = least(record.next_amount || record.payoff, record.payoff); // less than this, the shop does not send
    if (!signedFor(one) && amount < enough) {
      throw new Refusal(say("repay_little", { least: money(enough, one.currency) }));
    }
    return repaySigned(one, wish, connected, sendHimself);
  }

  async function goOn(what) {
    const connected = await reconnect();
    if (connected) await haveItSent(one, what, connected.provider, sendHimself);
  }

  for (const button of document.querySelectorAll(`[data-plan="${one.id}"] [data-verb]`)) {
    const { verb, kind, amount: shown } = button.dataset;
    button.hidden = false;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      if (verb !== "repay") return run(verb);
      return attempt(() => repay({ kind, shown, text: button.form.elements.amount?.value }));
    });
  }
  const signed = signedFor(one);
  if (recall(key)) resume();
  else if (signed) attempt(() => goOn(signed));
}

/** Show what can be done with these plans, by their ids. */
export function enablePlans(plans) {
  for (const form of document.querySelectorAll("form[data-plan]")) form.hidden = false;
  for (const [id, one] of Object.entries(plans)) enable({ id, ...one });
}
