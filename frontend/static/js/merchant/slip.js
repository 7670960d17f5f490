// Where an order goes, and its packing slip to print.
import { tellError, Refusal } from "../errors.js";
import { say } from "../page.js";
import { page } from "./account.js";
import { deliveryOf, lines } from "./delivery.js";
import { keyOf } from "./key.js";

const place = document.getElementById("delivery-details");
const slip = document.getElementById("packing-slip");
const button = document.getElementById("open-details");
const printButton = document.getElementById("print");

async function show() {
  const key = await keyOf(page.account);
  if (!key) throw new Refusal(say("key_not_here"));
  const details = await deliveryOf(place.dataset.document, key.pair).catch(() => null);
  if (!details) throw new Refusal(say("details_unreadable"));
  slip.querySelector("address").textContent = lines(details).join("\n");
  if (key.returnAddress?.name) {
    const sender = slip.querySelector("[data-sender]");
    const names = JSON.parse(sender.dataset.names); // in every language; the address may begin with any of them
    const rest = lines(key.returnAddress).filter((line) => !names.includes(line));
    sender.textContent = [sender.textContent, ...rest].join("\n");
  }
  const note = slip.querySelector("[data-note]");
  note.hidden = !details.note;
  note.querySelector("dd").textContent = details.note ?? "";
  place.hidden = true;
  slip.hidden = false;
  printButton.focus();
}

button.hidden = false;
button.addEventListener("click", () => show().catch(tellError));
printButton.addEventListener("click", () => {
  document.body.classList.add("printing-slip");
  print();
  document.body.classList.remove("printing-slip");
});
