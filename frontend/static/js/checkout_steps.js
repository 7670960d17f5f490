// What paying takes, step by step, as it stands: it is said before anything is asked.
import { money, unitOf } from "./amounts.js";
import { say } from "./page.js";
import { isWithPoints } from "./points.js";
import { due, payments } from "./purchase.js";

const stepOf = (name) => document.querySelector(`.steps [data-step="${name}"]`);

function write(item, isTaken, text) {
  item.hidden = !isTaken;
  item.replaceChildren(Object.assign(document.createElement("span"), { textContent: text }));
}

const payText = (count) => (count > 1 ? say("step_pay_all", { count }) : say("step_pay"));
const pointsText = (count, currency) =>
  say(count > 1 ? "step_points_all" : "step_points", { count, unit: unitOf(currency).symbol });

function showCurrency(currency, cash, withPoints) {
  const [allow, points] = ["allow", "points"].map((name) => stepOf(`${name}-${currency}`));
  if (allow) write(allow, cash > 0n, say("step_allow", { amount: money(cash, currency) }));
  if (points) write(points, withPoints > 0, pointsText(withPoints, currency));
  if (withPoints) stepOf("details").after(...[allow, points].filter(Boolean)); // these are paid first
}

/** Show what is true of orders that are paid together: in one payment, or in several. */
function showTogether(orders) {
  const shown = payments(orders).length > 1 ? "several" : "one";
  for (const part of document.querySelectorAll("[data-payments]")) part.hidden = part.dataset.payments !== shown;
  const [together, allOrNothing] = ["together", "all-or-nothing"].map((id) => document.getElementById(id));
  if (together) together.hidden = due(orders).length === 1;
  if (allOrNothing) allOrNothing.hidden = orders.length === 1;
}

/** Show the steps that orders take: one signature, or the wallet's own. */
export function showSteps(orders, isSigned) {
  showTogether(orders);
  for (const item of document.querySelectorAll(".steps [data-way]")) item.hidden = (item.dataset.way === "signed") !== isSigned;
  if (isSigned) return;
  for (const item of document.querySelectorAll("[data-of-currency]")) item.hidden = true;
  for (const [currency, cash] of due(orders).reverse()) {
    const mine = orders.filter((order) => order.offer.currency === currency);
    showCurrency(currency, cash, mine.filter(isWithPoints).length);
  }
  const asEver = orders.filter((order) => !isWithPoints(order)).length;
  write(stepOf("pay"), asEver > 0, payText(asEver));
}
