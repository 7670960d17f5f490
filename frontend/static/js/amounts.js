// Amounts in words, as the server writes them.
import { market } from "./page.js";

const CENTS_UP_TO = 8; // a currency of so few decimals is written with cents
const BPS = 10_000n;
const IN_THOUSANDS = /^\d{1,3}(,\d{3})+(\.\d*)?$/; // any other comma may be meant as a decimal point

/** "0x1234…abcd" */
export const short = (address) => `${address.slice(0, 6)}…${address.slice(-4)}`;

/** What this market knows of a currency: { symbol, decimals } and perhaps { authorization, permit }. */
export const unitOf = (currency) =>
  market.currencies[currency.toLowerCase()] ?? { symbol: short(currency), decimals: 0 };

/** "1250.00": an amount as it is typed. */
export function plain(amount, currency) {
  const { decimals } = unitOf(currency);
  const digits = String(amount).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  let fraction = digits.slice(whole.length).replace(/0+$/, "");
  if (decimals <= CENTS_UP_TO) fraction = fraction.padEnd(Math.min(2, decimals), "0");
  return fraction ? `${whole}.${fraction}` : whole;
}

/** What somebody typed without the commas between thousands, as pages write them. */
export function ungrouped(text) {
  const trimmed = text.trim();
  return IN_THOUSANDS.test(trimmed) ? trimmed.replaceAll(",", "") : trimmed;
}

/** "1,250.00 USD" for an amount in the currency's smallest unit; no line breaks before its unit. */
export function money(amount, currency) {
  const [whole, fraction] = plain(amount, currency).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${fraction ? `${grouped}.${fraction}` : grouped}\u00a0${unitOf(currency).symbol}`;
}

/** A share (basis points) of an amount, rounded down as Escrow does it; both in the currency's smallest unit. */
export const share = (amount, bps) => (amount * BigInt(bps)) / BPS;

/** An amount without what stands beyond the sixth decimal, for a balance. */
export function brief(amount, currency) {
  const unit = 10n ** BigInt(Math.max(0, unitOf(currency).decimals - 6));
  return amount - (amount % unit);
}

/** An amount by its two leading digits, for an estimate. */
export function rough(amount) {
  const unit = 10n ** BigInt(Math.max(0, String(amount).length - 2));
  return amount - (amount % unit);
}

