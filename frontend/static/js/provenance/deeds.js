// What an owner or a custodian does with a thing: hand it on, take an offer back, accept, settle an order's item.
import { short } from "../amounts.js";
import { Refusal, tellError } from "../errors.js";
import { getAddress, isAddress, ZeroAddress, ZeroHash } from "../ethers.js";
import { data, keepFocus, say, tell, tellAfterwards } from "../page.js";
import { indexed } from "../storefront.js";
import { blockOf, send, settled } from "../transactions.js";
import { connect, onAccount } from "../wallet.js";
import { provenance } from "./contract.js";

const thing = data("thing");
const item = { lot: thing.lot, serial: thing.serial };
const OWNERSHIP = 1;
const CUSTODY = 2;

const same = (one, other) => Boolean(one && other) && getAddress(one) === getAddress(other);

/** Who may give a role away: an owner who keeps the thing gives both at once. */
function roleOf(form) {
  const chosen = form.querySelector("[name=role]:checked");
  return Number(chosen?.value ?? form.dataset.role);
}

/** By deed: the call, its values, what shows that it has happened, and whose it is. */
const DEEDS = {
  async offer(form) {
    const to = form.elements.to.value.trim();
    if (!isAddress(to)) throw new Refusal(say("hand_on_no_account"));
    const role = roleOf(form);
    const isDone = async (contract) => same(await contract.offered(item, role), to);
    return { call: "offer", values: [item, getAddress(to), role], isDone, done: say("offered", { to: short(to) }) };
  },
  async take_back({ dataset }) {
    const role = Number(dataset.role);
    const isDone = async (contract) => same(await contract.offered(item, role), ZeroAddress);
    return { call: "offer", values: [item, ZeroAddress, role], isDone, done: say("taken_back") };
  },
  async accept({ dataset }, account) {
    const role = Number(dataset.role);
    const isDone = async (contract) => {
      const { owner, custodian } = await contract.holding(item);
      return (!(role & OWNERSHIP) || same(owner, account)) && (!(role & CUSTODY) || same(custodian, account));
    };
    return { call: "accept", values: [item, role, dataset.version], isDone, done: say("accepted") };
  },
  async settle() {
    const isDone = async (contract) => (await contract.holding(item)).order_id === ZeroHash;
    return { call: "settle", values: [item, thing.order.terms], isDone, done: say("settled") };
  },
};

async function act(place) {
  const { account, provider } = await connect();
  const { by, deed } = place.dataset;
  if (by && !same(by, account)) throw new Refusal(say("other_account", { account: short(by) }));
  const contract = provenance(provider);
  const { call, values, isDone, done } = await DEEDS[deed](place, account);
  await contract[call].staticCall(...values, { from: account });
  tell(say("confirm_in_wallet"));
  const sent = await send(contract[call], account, provider, values);
  tell(say("waiting_for_chain"));
  await settled(provider, sent, () => isDone(contract));
  await indexed(await blockOf(sent.hash, provider));
  tellAfterwards(done);
  location.reload();
}

function attempt(place) {
  const focusAgain = keepFocus();
  const buttons = place.matches("button") ? [place] : [...place.querySelectorAll("button")];
  for (const button of buttons) button.disabled = true;
  act(place)
    .catch(tellError)
    .finally(() => {
      for (const button of buttons) button.disabled = false;
      focusAgain();
    });
}

/** What is one account's to do is shown to that account, and to who has not said who he is; some words are not for it. */
function showFor(account) {
  for (const place of document.querySelectorAll("[data-by]")) place.hidden = Boolean(account) && !same(place.dataset.by, account);
  for (const place of document.querySelectorAll("[data-not-for]")) place.hidden = same(place.dataset.notFor, account);
}

for (const place of document.querySelectorAll("[data-deed]")) {
  place.hidden = false;
  const isForm = place.matches("form");
  place.addEventListener(isForm ? "submit" : "click", (event) => {
    event.preventDefault();
    attempt(place);
  });
}
onAccount(showFor);
