// What the seller has sealed for the shopper, opened in this browser: where the parcel is, where goods go back to.
import { say } from "./page.js";
import { sha256 } from "./sealing.js";
import { opened } from "./shopper_key.js";

const PLACES = ["name", "street", "city", "region", "postcode", "country"];

/** A sealed document by its hash; null where this storefront does not have it as it was. */
export async function fetchSealed(hash) {
  const answer = await fetch(`/api/v1/documents/${hash}`).catch(() => null);
  if (!answer?.ok) return null;
  const body = new Uint8Array(await answer.arrayBuffer());
  return (await sha256(body)) === hash ? body : null;
}

function line(name, value) {
  const row = document.createElement("div");
  const [term, text] = ["dt", "dd"].map((tag) => document.createElement(tag));
  term.textContent = say(name);
  text.append(value);
  row.append(term, text);
  return row;
}

/** Only addresses of the web become links: a seller may write anything. */
function link(text) {
  if (!/^https?:\/\//i.test(text)) return text;
  const anchor = document.createElement("a");
  return Object.assign(anchor, { href: text, textContent: text, rel: "noopener noreferrer nofollow", target: "_blank" });
}

const WRITTEN = {
  "handover/parcel/1": ({ carrier, number, link: address }) => [
    line("parcel_carrier", carrier),
    ...(number ? [line("parcel_number", number)] : []),
    ...(address ? [line("parcel_link", link(address))] : []),
  ],
  "handover/return/1": ({ name, address, note }) => [
    line("return_to", PLACES.map((place) => ({ name, ...address })[place]).filter(Boolean).join(", ")),
    ...(note ? [line("return_note", note)] : []),
  ],
};

async function show(place) {
  const sealed = await fetchSealed(place.dataset.letter);
  const letter = sealed && (await opened(sealed).catch(() => null));
  const write = WRITTEN[letter?.type];
  if (!write) return;
  const terms = document.createElement("dl");
  terms.className = "terms";
  terms.append(...write(letter));
  place.querySelector("[data-unopened]").replaceWith(terms);
}

for (const place of document.querySelectorAll("[data-letter]")) show(place);
