// The ways to the cart: their addresses name what is in it; the one in every page's head says how many lines that are.
import { address, lines, onChange } from "./cart.js";

/** Keep the links as the cart is. */
export function showCart() {
  const head = document.getElementById("cart-link");
  const count = head.querySelector(".count");
  const page = head.getAttribute("href");
  const show = () => {
    for (const link of [head, ...document.querySelectorAll("[data-cart-link]")]) link.href = address(page);
    count.textContent = lines().length;
    count.hidden = lines().length === 0;
  };
  onChange(show);
  show();
}
