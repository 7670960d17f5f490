// Moving the devnet's time forward, for whoever wants to see what deadlines do.
import { tellError } from "../../static/js/errors.js";
import { now, say, tell } from "../../static/js/page.js";
import { indexed } from "../../static/js/storefront.js";
import { rpc } from "./provider.js";

const STAYS_OPEN = "handover.practice";
const PAGES_CLOCK = 1000; // milliseconds: so long pages may go by the time that they last asked the node for

async function forward(seconds) {
  tell(say("moving_time"));
  await rpc("evm_increaseTime", [seconds]);
  await rpc("evm_mine");
  const passed = new Promise((resolve) => setTimeout(resolve, PAGES_CLOCK));
  await indexed(Number(await rpc("eth_blockNumber")));
  await passed;
  sessionStorage.setItem(STAYS_OPEN, "");
  location.reload();
}

/** Leave the bar open where it was used a moment ago. */
function openAgain() {
  const wasUsed = sessionStorage.getItem(STAYS_OPEN) !== null;
  sessionStorage.removeItem(STAYS_OPEN);
  if (wasUsed) document.querySelector(".devnet details").open = true;
}

/** Whoever waits for a block gets one: here none comes before something is sent. */
document.addEventListener("handover:next-block", () => rpc("evm_mine").catch(tellError));

/** Make the bar's time buttons work; the one to the page's deadline shows only where there is one ahead. */
export function enableClock() {
  openAgain();
  for (const button of document.querySelectorAll("[data-forward]")) {
    button.addEventListener("click", () => forward(Number(button.dataset.forward)).catch(tellError));
  }
  const deadline = Number(document.querySelector("[data-countdown]")?.dataset.countdown ?? 0);
  const button = document.getElementById("to-deadline");
  button.hidden = deadline <= now();
  button.addEventListener("click", () => forward(Math.ceil(deadline - now()) + 1).catch(tellError));
}
