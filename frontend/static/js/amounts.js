// Amounts in words, as the server writes them.
import { formatUnits } from "./ethers.js";
import { market } from "./page.js";

const CENTS_UP_TO = 8; // a currency of so few decimals is written with cents

/** "0x1234…abcd" */
export const short = (address) => `${address.slice(0, 6)}…${address.slice(-4)}`;

/** "45.00 USD" for an amount in the currency's smallest unit. */
export function money(amount, currency) {
  const { symbol, decimals } = market.currencies[currency.toLowerCase()] ?? { symbol: short(currency), decimals: 0 };
  const [whole, part = ""] = formatUnits(amount, decimals).split(".");
  let fraction = part.replace(/0+$/, "");
  if (decimals <= CENTS_UP_TO) fraction = fraction.padEnd(Math.min(2, decimals), "0");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${fraction ? `${grouped}.${fraction}` : grouped} ${symbol}`;
}

