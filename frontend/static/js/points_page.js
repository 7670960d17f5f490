// An account's points: collects what is ready, and fetches cash that waits.
import { escrow, loyalty } from "./contracts.js";
import { ZeroHash, zeroPadValue } from "./ethers.js";
import { enableFetching } from "./fetching.js";
import { checkLoyalty } from "./loyalty.js";
import { data } from "./page.js";
import { loyaltyOf } from "./points.js";

const { account } = data("points-page");

/** The contract whose points are a currency's, once it has proved to be the one that is known. */
async function known(currency, provider) {
  await checkLoyalty(currency, provider);
  return loyalty(loyaltyOf(currency).address, provider);
}

enableFetching("collect", async ({ collect: currency }, provider) => {
  const contract = await known(currency, provider);
  const waiting = () => contract.ready(account);
  return { contract, call: "collect", values: [account], currency, waiting, done: "points_collected" };
});

enableFetching("withdraw", async ({ withdraw: currency, from }, provider) => {
  const contract = await known(from, provider);
  const waiting = () => contract.credits(account, ZeroHash, currency);
  return { contract, call: "withdraw", values: [account, currency], currency, waiting, done: "cash_fetched" };
});

enableFetching("take", async ({ take: currency, from }, provider) => {
  const contract = await known(from, provider);
  const waiting = () => escrow(provider).credits(contract.target, zeroPadValue(account, 32), currency);
  return { contract, call: "collect_cash", values: [account, currency], currency, waiting, done: "cash_fetched" };
});
