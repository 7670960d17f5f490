// The order page's button that erases the order's delivery details from this storefront.
import { erase } from "./erasing.js";
import { tellError, Refusal } from "./errors.js";
import { data, say, tellAfterwards } from "./page.js";
import { connect } from "./wallet.js";

const { order } = data("order");
const button = document.getElementById("erase");

async function eraseDetails() {
  const connected = await connect();
  if (![order.buyer, order.offer.seller].includes(connected.account)) throw new Refusal(say("not_yours_to_erase"));
  await erase([button.dataset.document], connected);
  tellAfterwards(say("erased"));
  location.reload();
}

button.hidden = false;
button.addEventListener("click", () => eraseDetails().catch(tellError));
