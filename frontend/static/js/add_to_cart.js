// The form of an offer: "Add to cart" keeps it in this browser, instead of going to a page.
import { add } from "./cart.js";
import { say, tell } from "./page.js";

document.addEventListener("submit", (event) => {
  if (!event.submitter?.matches("[data-add-to-cart]")) return;
  event.preventDefault();
  const { offer, quantity } = event.target.elements;
  if (!add(offer.value, Number(quantity.value))) return tell(say("cart_full"), "warn");
  tell(say("added_to_cart"), "good");
  event.target.querySelector("[data-cart-link]").hidden = false;
});
