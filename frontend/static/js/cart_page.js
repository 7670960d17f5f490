// The cart's page: the server writes it, for the lines that this browser names.
import { address, change, onChange, remove, replace } from "./cart.js";
import { say, tell } from "./page.js";

const place = document.getElementById("cart");
const removed = document.getElementById("removed");
let asked = 0;
let refreshing = null; // while the page is older than the cart
let putBack = null;
let next = ""; // the id of what gets the focus, where what has it goes away

const stops = () => [...place.querySelectorAll("a[href], button, input:not([type=hidden])")];

async function rewrite() {
  const mine = (asked += 1);
  const page = address(place.dataset.cart);
  const text = await fetch(page)
    .then((answer) => (answer.ok ? answer.text() : ""))
    .catch(() => "");
  if (mine !== asked) return; // it has changed once more while this was on its way
  const focused = next || (place.contains(document.activeElement) && document.activeElement.id);
  const at = stops().indexOf(document.activeElement); // most of them have no id
  next = "";
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("cart");
  if (!fresh) return tell(say("shop_silent"), "bad");
  tell("");
  place.replaceChildren(...fresh.childNodes);
  history.replaceState(null, "", page);
  (focused ? document.getElementById(focused) : stops()[at])?.focus();
}

/** Have the page written anew for the lines as they are; what had the focus keeps it. */
function refresh() {
  const mine = rewrite().finally(() => {
    if (refreshing === mine) refreshing = null;
  });
  refreshing = mine;
}

function takeOut(offer, title, button) {
  const back = remove(offer);
  putBack = () => {
    next = button;
    back();
  };
  removed.querySelector("span").textContent = say("line_removed", { title });
  removed.hidden = false;
  removed.querySelector("button").focus();
}

function changeQuantity(field) {
  if (field.checkValidity()) change(field.dataset.quantity, Number(field.value));
}

place.addEventListener("change", ({ target }) => target.matches("[data-quantity]") && changeQuantity(target));
place.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  const { remove: offer, replace: old, by, title } = button?.dataset ?? {};
  if (offer) takeOut(offer, title, button.id);
  if (old) {
    next = `remove-of-${by.slice(2, 10)}`;
    replace(old, by);
  }
});
place.addEventListener("submit", (event) => {
  if (!refreshing) return;
  event.preventDefault();
  refreshing.then(() => place.querySelector("[formaction]")?.click()); // with the lines that are in the cart now
});
removed.querySelector("button").addEventListener("click", () => {
  removed.hidden = true;
  putBack();
});

onChange(refresh);
for (const field of place.querySelectorAll("[data-quantity]")) {
  if (field.value !== field.defaultValue) changeQuantity(field); // typed before this script was there
}
if (address(place.dataset.cart) !== location.pathname + location.search) refresh();
