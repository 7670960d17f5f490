// What a referrer earned: has what waits in Escrow sent to the account.
import { escrow } from "./contracts.js";
import { ZeroHash } from "./ethers.js";
import { enableFetching } from "./fetching.js";
import { data } from "./page.js";

const { account } = data("earnings");

enableFetching("withdraw", ({ withdraw: currency }, provider) => {
  const contract = escrow(provider);
  const waiting = () => contract.credits(account, ZeroHash, currency);
  return { contract, call: "withdraw", values: [account, currency], currency, waiting, done: "withdrawn" };
});
