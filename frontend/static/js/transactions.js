// Sending a call and waiting for what it should bring about. What counts is the state on chain, never a transaction's
// hash: a wallet may speed a transaction up, which gives it another hash.
import { Refusal } from "./errors.js";
import { say } from "./page.js";

/**
 * Send a contract call through the wallet; resolves as soon as the wallet names the transaction.
 * @param {Function} call a method of an ethers Contract
 * @returns {Promise<Sent>} what `settled` waits for: { hash, account, nonce }
 */
export async function send(call, account, provider, values) {
  const request = await call.populateTransaction(...values);
  const [signer, nonce] = await Promise.all([provider.getSigner(account), provider.getTransactionCount(account)]);
  return { hash: await signer.sendUncheckedTransaction(request), account, nonce };
}

/**
 * The block in which a transaction was mined; the latest where another one took its place, or somebody else has sent it. The
 * node itself is asked: the library may still remember the block before.
 */
export async function blockOf(hash, provider) {
  const receipt = hash && (await provider.getTransactionReceipt(hash));
  return receipt?.blockNumber ?? Number(await provider.send("eth_blockNumber", []));
}

/** What ended the wait without success, or null. */
async function failure(provider, sent, isDone) {
  if (!sent.hash) return null;
  const [receipt, transaction, spent] = await Promise.all([
    provider.getTransactionReceipt(sent.hash),
    provider.getTransaction(sent.hash),
    provider.getTransactionCount(sent.account),
  ]);
  if (receipt?.status === 0) return "transaction_failed";
  const nonce = transaction?.nonce ?? sent.nonce;
  // the state is read after the nonce: whatever was mined by then shows in it
  const replaced = !receipt && !transaction && nonce !== undefined && spent > nonce;
  return replaced && !(await isDone()) ? "transaction_replaced" : null;
}

/**
 * Resolve once `isDone` holds; throw Refusal once it cannot any more. Asked again and again, and not when the library tells of
 * a block: it tells nobody of one that came while it looked for the latest.
 * @param {{hash: ?string, account: string, nonce?: number}} sent
 */
export function settled(provider, sent, isDone) {
  return new Promise((resolve, reject) => {
    let checking = false;
    const finish = (end, result) => {
      clearInterval(timer);
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
    const timer = setInterval(check, provider.pollingInterval);
    check();
  });
}
