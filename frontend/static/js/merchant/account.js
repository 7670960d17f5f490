// Who is signed in here, and the wallet that has to be on the same account.
import { short } from "../amounts.js";
import { getAddress } from "../ethers.js";
import { Refusal } from "../errors.js";
import { data, say } from "../page.js";
import { connect, onAccount, reconnect } from "../wallet.js";

export const page = data("desk");

/** Throw Refusal unless the wallet is on the account that is signed in. */
function check(connected) {
  if (connected.account !== page.account) throw new Refusal(say("other_account", { account: short(page.account) }));
  return connected;
}

/** The signed-in account's connection: { provider, account }. Throws Refusal or the wallet's error. */
export const connected = async () => check(await connect());

/** The same without asking anything, where that is possible. */
export const reconnected = async () => check((await reconnect()) ?? (await connect()));

onAccount((account) => {
  const isOther = account && getAddress(account) !== page.account;
  const notice = document.getElementById("other-wallet");
  notice.hidden = !isOther;
  if (isOther) notice.textContent = say("signed_in_as_other", { account: short(page.account), wallet: short(account) });
});
