// What an owner or a custodian does with a thing: hand it on, take an offer back, accept, settle an order's item.
import { agreed } from "../agreeing.js";
import { short } from "../amounts.js";
import { Refusal, tellError } from "../errors.js";
import { getAddress, ZeroAddress, ZeroHash } from "../ethers.js";
import { data, keepFocus, say, tell, tellAfterwards } from "../page.js";
import { indexed } from "../storefront.js";
import { blockOf, send, settled } from "../transactions.js";
import { nameOf } from "../people.js";
import { connect } from "../wallet.js";
import { remember } from "./contacts.js";
import { provenance } from "./contract.js";
import "./giving.js";
import "./readers.js";
import { accountIn } from "./recipient.js";

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

/** By deed: the call, its values, what shows that it has happened, what is asked first and told and done afterwards. */
const DEEDS = {
  async offer(form, account) {
    const to = accountIn(form.elements.to.value);
    if (same(to, account)) throw new Refusal(say("offer_to_oneself"));
    const role = roleOf(form);
    const name = await nameOf(to);
    const isDone = async (contract) => same(await contract.offered(item, role), to);
    const done = say("offered", { to: name });
    return { call: "offer", values: [item, to, role], isDone, done, asks: "agree_offer", after: () => remember(to, name) };
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
    const values = [item, role, dataset.version];
    return { call: "accept", values, isDone, done: say("accepted"), asks: "agree_accept" };
  },
  async settle() {
    const isDone = async (contract) => (await contract.holding(item)).order_id === ZeroHash;
    return { call: "settle", values: [item, thing.order.terms], isDone, done: say("settled") };
  },
};

/** Whether what speaks against the thing is taken into account; nothing is asked where nothing does. */
async function isMeant(asks) {
  if (!asks || !thing.warned.length) return true;
  return agreed(`${say(asks)}\n\n${thing.warned.map((mark) => `• ${mark}`).join("\n")}`);
}

async function act(place) {
  const { account, provider } = await connect();
  const { by, deed } = place.dataset;
  if (by && !same(by, account)) throw new Refusal(say("other_account", { account: short(by) }));
  const contract = provenance(provider);
  const { call, values, isDone, done, asks, after } = await DEEDS[deed](place, account);
  await contract[call].staticCall(...values, { from: account });
  if (!(await isMeant(asks))) return;
  tell(say("confirm_in_wallet"));
  const sent = await send(contract[call], account, provider, values);
  tell(say("waiting_for_chain"));
  await settled(provider, sent, () => isDone(contract));
  after?.();
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

for (const place of document.querySelectorAll("[data-deed]")) {
  if (!place.dataset.onlyFor) place.hidden = false;
  const isForm = place.matches("form");
  place.addEventListener(isForm ? "submit" : "click", (event) => {
    event.preventDefault();
    attempt(place);
  });
}
