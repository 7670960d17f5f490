// Speaks to the buyer as "you" once the wallet shows that the reader is the buyer.
import { data } from "./page.js";
import { onAccount } from "./wallet.js";

const { buyer } = data("order").order;

function speak(account) {
  const isBuyer = account?.toLowerCase() === buyer.toLowerCase();
  for (const place of document.querySelectorAll("[data-to-buyer]")) {
    place.dataset.toAnybody ??= place.textContent;
    place.textContent = isBuyer ? place.dataset.toBuyer : place.dataset.toAnybody;
  }
}

onAccount(speak);
