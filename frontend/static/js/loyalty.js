// The contracts whose points are store credit: whether one is that of the address book, and what an account has there.
import { loyalty } from "./contracts.js";
import { Refusal } from "./errors.js";
import { getAddress, keccak256 } from "./ethers.js";
import { market, say } from "./page.js";
import { loyaltyOf } from "./points.js";

/** Throw Refusal unless a currency's points are given by the contract that the address book names, for this market. */
export async function checkLoyalty(currency, provider) {
  const { address, code_hash: known } = loyaltyOf(currency);
  if (keccak256(await provider.getCode(address)) !== known) throw new Refusal(say("points_unknown"));
  const contract = loyalty(address, provider);
  const [its, escrow] = await Promise.all([contract.currency(), contract.escrow()]);
  if (its !== getAddress(currency) || escrow !== market.escrow) throw new Refusal(say("points_unknown"));
}

/** What an account has of a currency's points: { balance, ready }, the latter still to be collected. */
export async function pointsHad(account, currency, provider) {
  const contract = loyalty(loyaltyOf(currency).address, provider);
  const [balance, ready] = await Promise.all([contract.balanceOf(account), contract.ready(account)]);
  return { balance, ready };
}
