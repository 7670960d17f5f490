// Whether a step on an order has happened: by the event of its own verb, as it was meant, and not by how the order stands.
import { held } from "./buyer_deeds.js";
import { contractOf } from "./order_actions.js";
import { getAddress } from "./ethers.js";
import { newest } from "./logs.js";
import { data } from "./page.js";

const { order, id } = data("order");

const isThis = (document) => (event) => event.document === document;
const isBuyers = ({ by }) => by === getAddress(order.buyer);
const isBuyersOwn = (document) => (event) => isBuyers(event) && event.document === document;
const always = () => true;

/** By verb: its event, and by the call's other arguments, whether an event is this step's. */
const EVENTS = {
  confirm: ["OrderConfirmed", () => always],
  cancel: ["OrderCancelled", () => always],
  enforce: ["OrderEnforced", () => always],
  request: ["OrderRequested", (amount, kind, document) => isThis(document)],
  release: ["OrderReleased", () => always],
  send_back: ["ReturnSent", isThis],
  dispute: ["OrderDisputed", isBuyersOwn],
  extend: ["OrderExtended", (until) => (event) => isBuyers(event) && event.deadline === BigInt(until)],
  submit_evidence: ["EvidenceSubmitted", isBuyersOwn],
  settle: ["OrderSettled", () => always],
  collect: ["CreditCollected", (currency) => (event) => event.currency === getAddress(currency)],
};

/** What an event is looked for by. */
function filterOf(action, contract) {
  const filter = contract.filters[EVENTS[action][0]];
  return action === "collect" ? filter(order.payer, id) : filter(id);
}

/** The event by which a step that was begun has happened, since the block in which it was; undefined where it has not. */
export async function happened({ action, values: [, ...given], from }, provider) {
  const contract = contractOf(action, provider);
  const isIts = EVENTS[action][1](...given);
  const query = (first, last) => contract.queryFilter(filterOf(action, contract), first, last);
  const event = await newest(query, from, provider, ({ args }) => isIts(args));
  // the buyer may have let go of less meanwhile
  if (event && action === "release" && (await held(provider)) > BigInt(given[0])) return undefined;
  return event;
}
