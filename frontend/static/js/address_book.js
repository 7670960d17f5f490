// Addresses that the shopper chose to keep, in this browser only: choosing, changing, deleting. Off until asked for.
import { say, tell } from "./page.js";

const KEY = "handover.addresses";
const FIELDS = ["recipient", "street", "postcode", "city", "region", "country", "phone"];
const MOST = 20;

const part = document.getElementById("address-book");
const choice = document.getElementById("kept-address");
const keepIt = document.getElementById("keep-address");

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

function keep(addresses) {
  if (addresses.length) localStorage.setItem(KEY, JSON.stringify(addresses.slice(0, MOST)));
  else localStorage.removeItem(KEY);
}

const nameOf = ({ recipient, street, city }) => [recipient, street, city].filter(Boolean).join(", ");

/** Offer what is kept; `chosen` is the place in the list, "" for a new address. */
function show(chosen) {
  const addresses = kept();
  const options = addresses.map((address, place) => new Option(nameOf(address), String(place)));
  choice.replaceChildren(...options, new Option(say("address_new"), ""));
  choice.value = chosen;
  part.hidden = addresses.length === 0;
  document.getElementById("delete-address").hidden = chosen === "";
  keepIt.checked = false;
  keepIt.labels[0].textContent = say(chosen === "" ? "address_keep" : "address_change");
}

function fill(form, address) {
  for (const name of FIELDS) {
    form.elements[name].value = address[name] ?? "";
    form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
  }
  form.elements.country.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Keep what the form says, if the shopper ticked that. */
export function keepAddress(form) {
  if (!keepIt.checked) return;
  const address = Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value.trim()]));
  const others = kept().filter((_, place) => String(place) !== choice.value);
  keep([address, ...others]);
  show("0");
}

/** Make the part of the form work; the address used last stands first and is filled in. */
export function enableAddressBook(form) {
  choice.addEventListener("change", () => {
    fill(form, kept()[choice.value] ?? {});
    show(choice.value);
  });
  document.getElementById("delete-address").addEventListener("click", () => {
    keep(kept().filter((_, place) => String(place) !== choice.value));
    fill(form, {});
    show("");
    tell(say("address_deleted"));
    form.elements.recipient.focus();
  });
  const hasAny = kept().length > 0;
  show(hasAny ? "0" : "");
  if (hasAny) fill(form, kept()[0]);
}
