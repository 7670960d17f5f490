// What the chain takes from whoever sends a transaction himself.
import { money, rough } from "./amounts.js";
import { Refusal } from "./errors.js";
import { ZeroAddress } from "./ethers.js";
import { say } from "./page.js";

const NO_CODE = "0x";

/** What the network will take for so much gas, about, in the coin's smallest unit. */
export async function networkFee(gas, provider) {
  const { gasPrice } = await provider.getFeeData();
  return gas * (gasPrice ?? 0n);
}

/**
 * Throw Refusal where an account cannot pay `gas` beside the coin that it spends. Somebody else may pay it for a contract.
 * @param {bigint} spent in the coin's smallest unit
 * @param {string} words that say so, with `left` and `fee`
 */
export async function checkFee(gas, { account, provider }, spent = 0n, words = "no_coin") {
  const [owned, code, fee] = await Promise.all([
    provider.getBalance(account),
    provider.getCode(account),
    networkFee(gas, provider),
  ]);
  if (code !== NO_CODE || owned >= spent + fee) return;
  const left = owned > spent ? owned - spent : 0n;
  throw new Refusal(say(words, { left: money(left, ZeroAddress), fee: money(rough(fee), ZeroAddress) }));
}
