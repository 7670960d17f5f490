// The cart: which offers and how many of each. It is kept in this browser only, for all its tabs.

const KEY = "handover.cart";
const MOST = 20; // orders that one payment takes
const ID = /^0x[0-9a-f]{64}$/;

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
}

const isLine = (line) => ID.test(line?.offer) && Number.isSafeInteger(line.quantity) && line.quantity > 0;

/** The lines: [{ offer, quantity }], an offer by its id. */
export function lines() {
  const found = kept();
  return Array.isArray(found) ? found.filter(isLine).slice(0, MOST) : [];
}

function keep(changed) {
  localStorage.setItem(KEY, JSON.stringify(changed.filter(isLine)));
  document.dispatchEvent(new CustomEvent("handover:cart"));
}

/** Put some of an offer into the cart, beside what is there of it; false where the cart is full. */
export function add(offer, quantity, place = MOST) {
  const changed = lines();
  const same = changed.find((line) => line.offer === offer);
  if (!same && changed.length >= MOST) return false;
  if (same) same.quantity += quantity;
  else changed.splice(place, 0, { offer, quantity });
  keep(changed);
  return true;
}

/** Have so many of an offer that is in the cart. */
export function change(offer, quantity) {
  keep(lines().map((line) => (line.offer === offer ? { offer, quantity } : line)));
}

/** Take an offer out; what puts it back to its place. */
export function remove(offer) {
  const before = lines();
  const place = before.findIndex((line) => line.offer === offer);
  keep(before.filter((line) => line.offer !== offer));
  return () => place >= 0 && add(offer, before[place].quantity, place);
}

/** Have the offer that the seller put in an old one's place. */
export function replace(old, offer) {
  const quantity = lines().find((line) => line.offer === old)?.quantity ?? 1;
  const place = lines().findIndex((line) => line.offer === old);
  remove(old);
  add(offer, quantity, place);
}

/** Take out what was bought: [{ offer, quantity }]. */
export function settle(bought) {
  const paid = (offer) => bought.find((line) => line.offer === offer)?.quantity ?? 0;
  keep(lines().map(({ offer, quantity }) => ({ offer, quantity: quantity - paid(offer) })));
}

/** The address of a page that shows the cart. */
export function address(page) {
  const named = lines().map(({ offer, quantity }) => `offer=${offer}&quantity=${quantity}`);
  return named.length ? `${page}?${named.join("&")}` : page;
}

/** Have a function called whenever the cart changes, in this tab or another one. */
export function onChange(listener) {
  document.addEventListener("handover:cart", listener);
  window.addEventListener("storage", ({ key }) => key === KEY && listener());
}
