// Speaks to the buyer as "you" once the wallet shows that the reader is the buyer.
import { data } from "./page.js";
import { onAccount } from "./wallet.js";

/** The buyer of whom a place speaks: on a receipt each order has one. */
const buyerOf = (place) => place.closest("[data-buyer]")?.dataset.buyer ?? data("order").order.buyer;

function speak(account) {
  for (const place of document.querySelectorAll("[data-to-buyer]")) {
    const isBuyer = account?.toLowerCase() === buyerOf(place).toLowerCase();
    place.dataset.toAnybody ??= place.textContent;
    place.textContent = isBuyer ? place.dataset.toBuyer : place.dataset.toAnybody;
  }
}

onAccount(speak);
