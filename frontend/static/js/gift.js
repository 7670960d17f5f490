// A gift: somebody else decides about the orders that the shopper pays.
import { getAddress, isAddress, ZeroAddress } from "./ethers.js";
import { Refusal } from "./errors.js";
import { say } from "./page.js";

const tick = document.getElementById("gift");
const fields = document.getElementById("gift-fields");
const account = document.getElementById("gift-account");

/** Show the recipient's field only where it is a gift. */
export function enableGift() {
  const show = () => {
    fields.hidden = !tick.checked;
    account.required = tick.checked;
  };
  tick.addEventListener("change", show);
  show();
}

function refuse(key, line, many) {
  const problem = say(key);
  throw new Refusal(line && many ? say("of_line", { title: line.title, problem }) : problem);
}

/** The buyer of the orders that `payer` pays for these lines; throws Refusal where the recipient cannot be it. */
export function buyerFor(payer, lines) {
  if (!tick.checked) return payer;
  const given = account.value.trim();
  if (!given.startsWith("0x") || !isAddress(given) || getAddress(given) === ZeroAddress) refuse("gift_no_account");
  const buyer = getAddress(given);
  if (buyer === payer) refuse("gift_yourself");
  for (const line of lines) {
    const { seller, carrier, arbiter } = line.offer;
    if (buyer === seller) refuse("gift_seller", line, lines.length > 1);
    if ([carrier, arbiter].includes(buyer)) refuse("gift_other_role", line, lines.length > 1);
  }
  return buyer;
}
