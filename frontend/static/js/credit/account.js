// The page of an account's credit: its plans, and money that could not be sent to it.
import { ZeroHash } from "../ethers.js";
import { enableFetching } from "../fetching.js";
import { data } from "../page.js";
import { enableChoice } from "../way.js";
import { creditOf } from "./contract.js";
import { enablePlans } from "./steps.js";

const { account, plans } = data("credit-page");

enableChoice();
enablePlans(plans);

enableFetching("unsent", async ({ unsent: currency }, provider) => {
  const contract = await creditOf(currency, provider);
  const waiting = () => contract.credits(account, ZeroHash, currency);
  return { contract, call: "withdraw_credit", values: [account], currency, waiting, done: "cash_fetched" };
});
