// Sending a call and waiting for what it should bring about. What counts is the state on chain, never a transaction's
// hash: a wallet may speed a transaction up, which gives it another hash.
import { Refusal } from "./errors.js";
import { say } from "./page.js";

/**
 * Send a contract call through the wallet and return its hash as soon as the wallet names it.
 * @param {Function} call a method of an ethers Contract
 */
export async function send(call, account, provider, values) {
  const request = await call.populateTransaction(...values);
  const signer = await provider.getSigner(account);
  return signer.sendUncheckedTransaction(request);
}

/** What ended the wait without success, or null. */
async function failure(provider, sent, isDone) {
  if (!sent.hash) return null;
  const [receipt, transaction, spent] = await Promise.all([
    provider.getTransactionReceipt(sent.hash),
    provider.getTransaction(sent.hash),
    provider.getTransactionCount(sent.account),
  ]);
  sent.nonce ??= transaction?.nonce ?? null;
  if (receipt?.status === 0) return "transaction_failed";
  // read after the nonce: whatever was mined by then shows in the state
  const replaced = !receipt && sent.nonce !== null && spent > sent.nonce;
  return replaced && !(await isDone()) ? "transaction_replaced" : null;
}

/**
 * Resolve once `isDone` holds; throw Refusal once it cannot any more.
 * @param {{hash: ?string, account: string, nonce?: number}} sent
 */
export function settled(provider, sent, isDone) {
  return new Promise((resolve, reject) => {
    let checking = false;
    const finish = (end, result) => {
      provider.off("block", check);
      end(result);
    };
    const check = async () => {
      if (checking) return;
      checking = true;
      try {
        if (await isDone()) return finish(resolve);
        const key = await failure(provider, sent, isDone);
        if (key) finish(reject, new Refusal(say(key)));
      } catch (error) {
        finish(reject, error);
      } finally {
        checking = false;
      }
    };
    provider.on("block", check);
    check();
  });
}
