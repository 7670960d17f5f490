// Who brought the shopper here: a link's `ref`, kept in this browser for 30 days; the last one counts.
import { market } from "./page.js";

const KEY = "handover.referrer";
const ACCOUNT = /^0x[0-9a-fA-F]{40}$/;
const KEPT_FOR = 30 * 86_400_000; // milliseconds

/** Remember who the page's address names. */
export function keepReferrer() {
  if (market.referrer) localStorage.setItem(KEY, JSON.stringify({ account: market.referrer, at: Date.now() }));
}

/** Who brought the shopper here, or "". */
function kept() {
  try {
    const { account, at } = JSON.parse(localStorage.getItem(KEY));
    return Date.now() - at < KEPT_FOR && ACCOUNT.test(account) ? account : "";
  } catch {
    return "";
  }
}

const loyaltiesOf = ({ loyalty }) => (loyalty ? [loyalty.address] : []);

/**
 * Who gets an offer's commission: whoever brought the shopper, else this shop; "" where it has none, or both take part. No
 * contract of points is anybody: it may pay the order, and what it got nobody could fetch.
 * @param {{buyer: string, payer: string}} people
 */
export function referrerOf(offer, { buyer, payer }) {
  if (BigInt(offer.commission_bps) === 0n) return "";
  const contracts = [market.escrow, ...Object.values(market.currencies).flatMap(loyaltiesOf)];
  const part = [buyer, payer, offer.seller, offer.arbiter, ...contracts].map((account) => account.toLowerCase());
  return [kept(), market.storefront].find((account) => account && !part.includes(account.toLowerCase())) ?? "";
}
