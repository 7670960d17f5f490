// An order's delivery details, opened with the shop's key in this browser.
import { market } from "../page.js";
import { sha256, unseal } from "../sealing.js";

/** What a shopper typed; null where this storefront does not have it as it was, throws where it is for another key. */
export async function deliveryOf(hash, pair) {
  const answer = await fetch(`/api/v1/documents/${hash}`).catch(() => null);
  if (!answer?.ok) return null;
  const sealed = new Uint8Array(await answer.arrayBuffer());
  return (await sha256(sealed)) === hash ? unseal(sealed, pair) : null;
}

const PLACES = ["street", "city", "region", "postcode"];

/** A country's name in the page's language; what is no code stays as it was typed. */
function countryName(code) {
  if (!/^[A-Z]{2}$/.test(code ?? "")) return code;
  return new Intl.DisplayNames(market.language, { type: "region" }).of(code);
}

/** The lines of an address label. */
export function lines({ name, address = {}, phone }) {
  const { country, ...place } = address;
  const rows = [name, ...PLACES.map((part) => place[part]), countryName(country), phone];
  return rows.filter(Boolean).map(String);
}
