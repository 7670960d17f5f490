// Playing the other side of an order on its page: the node signs for everybody on a devnet.
import { tellError } from "../../static/js/errors.js";
import { data, market, say, tell } from "../../static/js/page.js";
import { indexed } from "../../static/js/storefront.js";
import { blockOf, settled } from "../../static/js/transactions.js";
import { rpc } from "./provider.js";

const POLL_MILLISECONDS = 250;

/** Send a verb of the order in somebody's name; the block it was mined in. */
async function send(verb, from) {
  const { BrowserProvider, Interface, ZeroHash } = await import("../../static/js/ethers.js");
  const { ORDER, SELLER } = await import("../../static/js/merchant/calls.js");
  const calls = new Interface([...SELLER, `function attest_delivery(${ORDER} order)`]);
  const given = [data("order").order, ZeroHash].slice(0, calls.getFunction(verb).inputs.length);
  const call = { from, to: market.escrow, data: calls.encodeFunctionData(verb, given) };
  await rpc("eth_call", [call, "latest"]); // with the contract's reason, where it refuses
  const hash = await rpc("eth_sendTransaction", [call]);
  const provider = new BrowserProvider({ request: ({ method, params }) => rpc(method, params) });
  provider.pollingInterval = POLL_MILLISECONDS;
  await settled(provider, { hash, account: from }, async () => (await provider.getTransactionReceipt(hash)) !== null);
  return blockOf(hash, provider);
}

async function play({ dataset: { others: verb, account } }) {
  tell(say("others_step"));
  await indexed(await send(verb, account));
  location.reload();
}

/** Make the buttons for the other side's next step work, where the node has its account. */
export function enableOthers() {
  for (const button of document.querySelectorAll("[data-others]")) {
    const isThere = ({ address }) => address.toLowerCase() === button.dataset.account.toLowerCase();
    button.hidden = !market.devnet.roles.some(isThere);
    button.addEventListener("click", () => {
      button.disabled = true;
      play(button)
        .catch(tellError)
        .finally(() => (button.disabled = false));
    });
  }
}
