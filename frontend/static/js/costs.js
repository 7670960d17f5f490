// The costs as the page shows them: whoever agrees has seen these, computed from the terms that are signed.
import { money, rough, share, short } from "./amounts.js";
import { ZeroAddress } from "./ethers.js";
import { market, say } from "./page.js";
import { pointsBack, pointsOf } from "./points.js";
import { due } from "./purchase.js";
import { total } from "./terms.js";

const add = (amounts) => amounts.reduce((sum, amount) => sum + amount, 0n);
const goods = ({ offer, quantity }) => BigInt(offer.price) * BigInt(quantity);
const commission = (line) => share(total(line), line.offer.commission_bps);

/** Show a row with an amount, or leave it out where there is none. */
function showRow(sums, name, amount, inWords) {
  const row = sums.querySelector(`[data-${name}]`);
  row.hidden = amount === 0n;
  row.querySelector("dd").textContent = inWords;
}

/** Write every line's total, and what each currency comes to; `orders` are the lines with the points that pay them. */
export function showCosts(lines, orders) {
  for (const line of lines) {
    const place = document.querySelector(`[data-line="${line.id}"] [data-line-total]`);
    place.textContent = money(total(line), line.offer.currency);
  }
  for (const sums of document.querySelectorAll(".sums[data-currency]")) {
    const { currency } = sums.dataset;
    const inWords = (amount) => money(amount, currency);
    const mine = orders.filter(({ offer }) => offer.currency === currency);
    sums.hidden = mine.length === 0;
    const [[, cash]] = [...due(mine), [currency, 0n]];
    const [used, back] = [add(mine.map(pointsOf)), add(mine.map(pointsBack))];
    sums.querySelector("[data-goods]").textContent = inWords(add(mine.map(goods)));
    sums.querySelector("[data-total]").textContent = inWords(cash);
    showRow(sums, "used", used, `− ${inWords(used)}`);
    showRow(sums, "back", back, inWords(back));
  }
}

const nameOf = (account) => (account === market.storefront ? "" : short(account));

/** Say who gets how much of the price as commission; `referrerOf` tells it for each offer. */
export function showCommissions(lines, referrerOf) {
  for (const sums of document.querySelectorAll(".sums[data-currency]")) {
    const mine = lines.filter(({ offer }) => offer.currency === sums.dataset.currency && referrerOf(offer));
    const row = sums.querySelector("[data-commission]");
    row.hidden = mine.length === 0;
    if (row.hidden) continue;
    const names = [...new Set(mine.map(({ offer }) => nameOf(referrerOf(offer))))].filter(Boolean);
    const said = names.length ? say("commission_to", { referrer: names.join(", ") }) : say("commission_to_shop");
    row.querySelector("dt").textContent = said;
    row.querySelector("dd").textContent = money(add(mine.map(commission)), sums.dataset.currency);
  }
}

const fee = document.getElementById("cost-fee");
const notKnown = fee?.textContent;

/** Write about what the chain takes, in the coin's smallest unit. */
export function showFee(amount) {
  fee.textContent = say("about", { amount: money(rough(amount), ZeroAddress) });
}

/** Say that the shopper pays the chain nothing. */
export function showNoFee() {
  fee.textContent = say("fee_by_shop");
}

/** Say that it is being asked. */
export function showFeeAsked() {
  fee.textContent = "…";
}

/** Say that it is not known yet. */
export function showFeeLater() {
  fee.textContent = notKnown;
}
