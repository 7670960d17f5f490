// An account's plans: pays the next instalment, all that is left, or any amount. Whoever is connected pays.
import { allow } from "../allowances.js";
import { money, unitOf } from "../amounts.js";
import { balance, token } from "../contracts.js";
import { Refusal, tellError } from "../errors.js";
import { parseUnits } from "../ethers.js";
import { data, keepFocus, say, tell, tellAfterwards } from "../page.js";
import { indexed } from "../storefront.js";
import { blockOf, send, settled } from "../transactions.js";
import { connect } from "../wallet.js";
import { creditOf } from "./contract.js";

const { plans } = data("credit-page");
const least = (a, b) => (a < b ? a : b);

/** What somebody typed, in the currency's smallest unit. */
function typed(text, currency) {
  try {
    const amount = parseUnits(text.trim().replaceAll(",", ""), unitOf(currency).decimals);
    if (amount > 0n) return amount;
  } catch {
    // told below
  }
  throw new Refusal(say("repay_wrong", { unit: unitOf(currency).symbol }));
}

/** What is to be paid now, by the chain; throws Refusal where that is not what the page showed. */
function wanted({ repay: kind, amount: shown }, form, record, currency) {
  if (record.payoff === 0n) throw new Refusal(say("debts: plan has ended"));
  if (kind === "any") return least(typed(form.elements.amount.value, currency), record.payoff);
  const amount = kind === "all" ? record.payoff : least(record.next_amount, record.payoff);
  if (amount !== BigInt(shown)) throw new Refusal(say("owed_changed", { amount: money(amount, currency) }));
  return amount;
}

/** Pay so much of a plan, rehearsed before the wallet asks, and load the page again once it shows there. */
async function repay(button, { account, provider }) {
  const { currency, plan } = plans[button.dataset.plan];
  const contract = await creditOf(currency, provider);
  const record = await contract.record(plan);
  const amount = wanted(button.dataset, button.form, record, currency);
  const due = money(amount, currency);
  const owned = await balance(account, currency, provider);
  if (owned < amount) throw new Refusal(say("not_enough_money", { due, owned: money(owned, currency) }));
  const allowed = await token(currency, provider).allowance(account, contract.target);
  if (allowed < amount) await allow(currency, amount, contract.target, { account, provider });
  await contract.repay.staticCall(plan, amount, { from: account });
  tell(say("confirm_in_wallet"));
  const sent = await send(contract.repay, account, provider, [plan, amount]);
  tell(say("waiting_for_chain"));
  await settled(provider, sent, async () => (await contract.record(plan)).paid > record.paid);
  await indexed(await blockOf(sent.hash, provider));
  tellAfterwards(say("instalment_paid", { amount: due }));
  location.reload();
}

function attempt(button) {
  const focusAgain = keepFocus();
  button.disabled = true;
  connect()
    .then((connected) => repay(button, connected))
    .catch(tellError)
    .finally(() => {
      button.disabled = false;
      focusAgain();
    });
}

for (const button of document.querySelectorAll("[data-repay]")) {
  button.form.hidden = false;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    attempt(button);
  });
}
