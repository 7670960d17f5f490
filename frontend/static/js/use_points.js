// Paying a part with points: how many, by a slider or as an amount, for each currency by itself. The two show the same.
import { money, plain, ungrouped, unitOf } from "./amounts.js";
import { Refusal } from "./errors.js";
import { parseUnits } from "./ethers.js";
import { checkLoyalty, pointsHad } from "./loyalty.js";
import { say } from "./page.js";
import { sharedOut } from "./points.js";
import { total } from "./terms.js";

const MOST_STEPS = 1000n;
const gift = document.getElementById("gift");
const parts = [...document.querySelectorAll("[data-points-of]")];
const partOf = (currency) => parts.find(({ dataset }) => dataset.pointsOf === currency);
const connectHint = document.getElementById("connect-for-points");
const choices = new Map(); // by currency: { most, chosen }, chosen being null while what is typed is no such amount

const totalOf = (lines) => lines.reduce((sum, line) => sum + total(line), 0n);
const linesIn = (lines, currency) => lines.filter(({ offer }) => offer.currency === currency);
const least = (a, b) => (a < b ? a : b);

/** The smallest amount that a slider moves by: a cent, of a coin a millionth. */
const grain = (currency) => 10n ** BigInt(Math.max(0, unitOf(currency).decimals - (unitOf(currency).decimals > 8 ? 6 : 2)));

function stepsOf(currency, most) {
  const grains = most / grain(currency);
  return grains < 1n ? 1n : least(grains, MOST_STEPS);
}

/** The amount at a place of the slider; its end is all, to the last unit. */
function amountAt(place, currency, most) {
  const steps = stepsOf(currency, most);
  const amount = (most * place) / steps;
  return place === steps ? most : amount - (amount % grain(currency));
}

const fieldsOf = (part) => ["range", "text"].map((type) => part.querySelector(`input[type=${type}]`));

function showSlider(part, { most }) {
  const { pointsOf: currency } = part.dataset;
  const chosen = chosenOf(currency);
  const [slider] = fieldsOf(part);
  slider.max = String(stepsOf(currency, most));
  slider.value = String((chosen * stepsOf(currency, most)) / most);
  slider.setAttribute("aria-valuetext", money(chosen, currency));
}

/** Whether an amount has more decimals than its currency. */
const isTooFine = (text, currency) => (/^\d*\.(\d+)$/.exec(ungrouped(text))?.[1].length ?? 0) > unitOf(currency).decimals;

function typedAmount(text, currency, most) {
  if (text.trim() === "") return 0n;
  try {
    const amount = parseUnits(ungrouped(text), unitOf(currency).decimals);
    return amount >= 0n && amount <= most ? amount : null;
  } catch {
    return null;
  }
}

function markWrong(part, text) {
  part.querySelector(".error").textContent = text;
  fieldsOf(part)[1].setAttribute("aria-invalid", String(Boolean(text)));
}

function sayWrong(currency, most) {
  const [, field] = fieldsOf(partOf(currency));
  const { symbol: unit, decimals } = unitOf(currency);
  if (isTooFine(field.value, currency)) return say("points_too_fine", { unit, decimals });
  return say("points_wrong", { most: money(most, currency) });
}

function choose(part, amount) {
  const { pointsOf: currency } = part.dataset;
  const choice = choices.get(currency);
  choice.chosen = amount;
  markWrong(part, amount === null ? sayWrong(currency, choice.most) : "");
  if (amount !== null) showSlider(part, choice);
}

function showField(part) {
  const { pointsOf: currency } = part.dataset;
  const chosen = chosenOf(currency);
  fieldsOf(part)[1].value = chosen ? plain(chosen, currency) : "";
}

/** Show what is used of a currency now: nothing of it where it is a gift. */
function showUsed(part) {
  const choice = choices.get(part.dataset.pointsOf);
  choice.chosen ??= 0n;
  markWrong(part, "");
  showSlider(part, choice);
  showField(part);
}

/** Let somebody choose; `onChange` is called after each change. */
export function enablePoints(onChange) {
  for (const part of parts) {
    const { pointsOf: currency } = part.dataset;
    const [slider, field] = fieldsOf(part);
    const mostOf = () => choices.get(currency).most;
    const take = (amount) => {
      choose(part, amount);
      showField(part);
      onChange();
    };
    slider.addEventListener("input", () => take(amountAt(BigInt(slider.value), currency, mostOf())));
    field.addEventListener("input", () => {
      choose(part, typedAmount(field.value, currency, mostOf()));
      onChange();
    });
    part.querySelector("[data-all]").addEventListener("click", () => take(mostOf()));
  }
  if (connectHint) connectHint.hidden = false;
  connectHint?.querySelector("button").addEventListener("click", () => document.getElementById("wallet").click());
  gift.addEventListener("change", () => {
    showForGift();
    onChange();
  });
}

/** Points pay only what is bought for oneself. */
function showForGift() {
  for (const part of parts) {
    part.disabled = gift.checked;
    part.querySelector("[data-not-for-gifts]").hidden = !gift.checked;
    if (choices.has(part.dataset.pointsOf)) showUsed(part);
  }
}

async function showPart(part, lines, { account, provider }) {
  const { pointsOf: currency } = part.dataset;
  await checkLoyalty(currency, provider);
  const { balance, ready } = await pointsHad(account, currency, provider);
  const most = least(balance + ready, totalOf(linesIn(lines, currency)));
  part.hidden = most === 0n;
  if (part.hidden) return choices.delete(currency);
  const had = { have: money(balance + ready, currency), ready: money(ready, currency), balance: money(balance, currency) };
  part.querySelector("[data-have]").textContent = say(ready ? "points_had_ready" : "points_had", had);
  choices.set(currency, { most, chosen: least(choices.get(currency)?.chosen ?? 0n, most) });
  choose(part, choices.get(currency).chosen);
  return showField(part);
}

/** Show what an account may use for these lines; nothing is chosen of what it does not have, or of what cannot be asked. */
export async function showPoints(lines, connected) {
  if (connectHint) connectHint.hidden = Boolean(connected);
  const shown = parts.map((part) =>
    (connected ? showPart(part, lines, connected) : Promise.reject()).catch(() => {
      part.hidden = true;
      choices.delete(part.dataset.pointsOf);
    }),
  );
  await Promise.all(shown);
}

/** Take away the choice for currencies in which nothing is left to pay. */
export function hidePaid(lines) {
  for (const part of parts.filter(({ dataset }) => linesIn(lines, dataset.pointsOf).length === 0)) {
    part.hidden = true;
    choices.delete(part.dataset.pointsOf);
  }
}

const chosenOf = (currency) => (gift.checked ? 0n : (choices.get(currency)?.chosen ?? 0n));

/** How many points pay each of these lines; null where it is paid as ever. Of a currency with points all lines are. */
export function pointsFor(lines) {
  const shares = new Map();
  for (const currency of new Set(lines.map(({ offer }) => offer.currency))) {
    const mine = linesIn(lines, currency);
    const each = chosenOf(currency) ? sharedOut(chosenOf(currency), mine.map(total)) : [];
    for (const [place, line] of mine.entries()) shares.set(line, each[place] ?? null);
  }
  return lines.map((line) => shares.get(line));
}

/** Whether any points are used. */
export const usesPoints = (lines) => pointsFor(lines).some((points) => points !== null);

/**
 * Throw Refusal where what was typed is no amount that can be used, where a contract is not the one it should be, or where
 * the account has fewer points by now: these are chosen then, and `onChange` is called.
 */
export async function checkPoints(lines, connected, onChange) {
  for (const currency of new Set(lines.map(({ offer }) => offer.currency))) {
    if (!gift.checked && choices.get(currency)?.chosen === null) {
      throw new Refusal(sayWrong(currency, choices.get(currency).most));
    }
    const chosen = chosenOf(currency);
    if (!chosen) continue;
    await showPart(partOf(currency), lines, connected);
    if (chosenOf(currency) === chosen) continue;
    onChange();
    throw new Refusal(say("points_fewer", { have: money(chosenOf(currency), currency) }));
  }
}
