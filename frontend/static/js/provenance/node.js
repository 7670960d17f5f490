// Whose node a reader's browser asks about the chain, without a wallet where it can.
import { Refusal } from "../errors.js";
import { JsonRpcProvider } from "../ethers.js";
import { market, say } from "../page.js";
import { connect, reconnect } from "../wallet.js";

const AT_ONCE = 10; // questions in one request: what public nodes take

const isRight = async (provider) => BigInt(await provider.send("eth_chainId", [])) === BigInt(market.chain.id);

/** The node that this shop names for browsers. Throws Refusal where it does not answer for the market's chain. */
async function named() {
  const url = market.chain.rpc;
  const provider = new JsonRpcProvider(url, market.chain.id, { staticNetwork: true, batchMaxCount: AT_ONCE });
  const node = new URL(url).host;
  if (!(await isRight(provider).catch(() => false))) throw new Refusal(say("check_no_node", { node }));
  return { provider, asked: say("asked_node", { node }) };
}

/**
 * { provider, asked }: the node of a wallet that is connected already, else the one that this shop names; only where there is
 * neither a wallet is asked for its own. `asked` says whose it is.
 */
export async function reader() {
  const known = await reconnect();
  if (known && (await isRight(known.provider).catch(() => false))) return { provider: known.provider, asked: say("asked_wallet") };
  if (market.chain.rpc) return named();
  return { provider: (await connect()).provider, asked: say("asked_wallet") };
}
