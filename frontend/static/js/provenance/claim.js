// Claiming an item by its hidden code: first a commitment to it, at least a block later the code itself, so that nobody who
// sees the code on its way can be faster. The code stays in this browser until the chain has the claim for good, whatever is
// closed meanwhile.
import { short } from "../amounts.js";
import { Refusal, tellError } from "../errors.js";
import { getAddress, ZeroHash } from "../ethers.js";
import { newest } from "../logs.js";
import { data, keepFocus, say, tell, tellAfterwards } from "../page.js";
import { step } from "../steps.js";
import { indexed } from "../storefront.js";
import { blockOf, send, settled } from "../transactions.js";
import { connect, reconnect } from "../wallet.js";
import { typedCode } from "./codes.js";
import { commitmentOf, provenance } from "./contract.js";
import { begun, forget, keep } from "./kept_claims.js";
import { pathOf } from "./proofs.js";
import { codeHash } from "./tree.js";

const thing = data("thing");
const item = { lot: thing.lot, serial: thing.serial };

const part = document.getElementById("claim");
const form = part.querySelector("form");

/** Whether the item is bound to an order of this account, which then has to be shown. */
const isBought = ({ order_id: bound }, account) =>
  bound !== ZeroHash && bound === thing.order?.id && getAddress(thing.order.terms.buyer) === account;

/** Throws Refusal where the chain would refuse the claim in the end: before anything is paid for. */
async function check({ code, path, account }, contract) {
  const holding = await contract.holding(item);
  if (holding.claimed) throw new Refusal(say("claims: claimed already"));
  if (!holding.sold || isBought(holding, account)) return;
  if (getAddress(holding.owner) !== account) throw new Refusal(say("claims: not the owner"));
}

async function planned({ account, provider }) {
  const code = await typedCode(form.elements.code.value);
  const contract = provenance(provider);
  const [file] = document.getElementById("proof-file").files;
  const { code_hash: hash, path } = await pathOf(thing, file, await contract.roots(thing.lot), provider);
  if (codeHash(thing.lot, code) !== hash) throw new Refusal(say("lots: not an item of this lot"));
  const claim = { code, path, account, from: await provider.getBlockNumber(), sent: null, page: thing.path };
  await check(claim, contract);
  return claim;
}

/** Send a call, unless an earlier load of this page has, and wait until `isDone`. What fails may be sent again. */
async function bring(claim, call, values, isDone, provider) {
  if (claim.sent?.call !== call) {
    const contract = provenance(provider);
    await contract[call].staticCall(...values, { from: claim.account });
    tell(say("confirm_in_wallet"));
    claim.sent = { call, ...(await send(contract[call], claim.account, provider, values)) };
    keep(item, claim);
  }
  tell(say("waiting_for_chain"));
  try {
    await settled(provider, claim.sent, isDone, () => keep(item, claim));
  } catch (error) {
    claim.sent = null;
    keep(item, claim);
    throw error;
  }
}

/** The block in which the commitment was made. */
async function committed(claim, provider) {
  const commitment = commitmentOf(item, claim.code, claim.account);
  const made = () => provenance(provider).commitments(commitment);
  if (!(await made())) await bring(claim, "commit", [commitment], async () => (await made()) > 0n, provider);
  return made();
}

/** Wait for a block after another; a practice market has none before something happens. */
async function blockAfter(block, provider) {
  tell(say("waiting_for_block"));
  while (BigInt(await provider.send("eth_blockNumber", [])) <= block) {
    document.dispatchEvent(new Event("handover:next-block"));
    await new Promise((resolve) => setTimeout(resolve, provider.pollingInterval));
  }
}

async function show(claim, provider) {
  const { code, path, account } = claim;
  const contract = provenance(provider);
  const bought = isBought(await contract.holding(item), account);
  const [call, more] = bought ? ["claim_bought", [thing.order.terms]] : ["claim", []];
  const isClaimed = async () => (await contract.holding(item)).claimed;
  await bring(claim, call, [item, code, path, ...more], isClaimed, provider);
}

/** Throws Refusal where somebody else was first: then the code is of no use any more. */
async function checkWinner({ account, from }, provider) {
  const contract = provenance(provider);
  const query = (first, last) => contract.queryFilter(contract.filters.ItemClaimed(item.lot, item.serial), first, last);
  const event = await newest(query, from, provider, () => true);
  if (!event || getAddress(event.args.by) === account) return;
  forget(item);
  throw new Refusal(say("claims: claimed already"));
}

/** After a re-organisation: what no node knows any more will not come again by itself. */
async function startAgain(claim, provider) {
  if (!claim.block) return;
  const isKnown = claim.sent && (await provider.getTransaction(claim.sent.hash));
  keep(item, Object.assign(claim, { block: undefined, sent: isKnown ? claim.sent : null, from: await provider.getBlockNumber() }));
}

async function goOn(claim, { account, provider }) {
  if (getAddress(claim.account) !== account) throw new Refusal(say("other_account", { account: short(claim.account) }));
  const isClaimed = async () => (await provenance(provider).holding(item)).claimed;
  if (!(await isClaimed())) {
    await startAgain(claim, provider);
    step("commit");
    const made = await committed(claim, provider);
    step("wait");
    await blockAfter(made, provider);
    step("show");
    await show(claim, provider);
  }
  claim.block = await blockOf(claim.sent?.hash, provider);
  await checkWinner(claim, provider);
  keep(item, claim);
  await indexed(claim.block);
  tellAfterwards(say("claimed"));
  location.reload();
}

function showBegun() {
  const claim = begun(item);
  form.hidden = claim !== null;
  part.querySelector("[data-begun]").hidden = claim === null;
  part.querySelector("[data-half-done]").hidden = Boolean(claim?.block);
  part.querySelector("[data-vanished]").hidden = !claim?.block;
}

function attempt(work) {
  const focusAgain = keepFocus();
  const buttons = [...part.querySelectorAll("button")];
  for (const button of buttons) button.disabled = true;
  work()
    .catch(tellError)
    .finally(() => {
      for (const button of buttons) button.disabled = false;
      showBegun();
      focusAgain();
    });
}

async function begin() {
  const connected = await connect();
  const claim = await planned(connected);
  keep(item, claim);
  form.reset();
  showBegun();
  await goOn(claim, connected);
}

async function resume() {
  const connected = await reconnect();
  if (connected && connected.account === getAddress(begun(item).account)) await goOn(begun(item), connected);
}

for (const one of part.querySelectorAll("[data-needs-scripts]")) one.hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(begin);
});
part.querySelector("[data-go-on]").addEventListener("click", () => attempt(async () => goOn(begun(item), await connect())));
part.querySelector("[data-give-up]").addEventListener("click", () => {
  forget(item);
  showBegun();
  step("type");
});
showBegun();
if (begun(item)) {
  part.closest("details").open = true;
  if (!begun(item).block) attempt(resume); // one that vanished waits to be asked for
}
