// Sending a call and waiting for what it should bring about. What counts is the state on chain, never a transaction's
// hash: a wallet may speed a transaction up, which gives it another hash.
import { isBareRevert, Refusal } from "./errors.js";
import { say } from "./page.js";

const UNKNOWN_LASTS = 6 * 3_600_000; // milliseconds in which what no node knows may still arrive
const SURE = 5; // times in a row that a node has to say it: behind one address there may be several, not equally far

/**
 * Send a contract call through the wallet; resolves as soon as the wallet names the transaction.
 * @param {Function} call a method of an ethers Contract
 * @returns {Promise<Sent>} what `settled` waits for: { hash, account, at }, `at` in milliseconds since 1970
 */
export async function send(call, account, provider, values) {
  const request = await call.populateTransaction(...values);
  const signer = await provider.getSigner(account);
  return { hash: await signer.sendUncheckedTransaction(request), account, at: Date.now() };
}

/**
 * The block in which a transaction was mined; the latest where another one took its place, or somebody else has sent it. The
 * node itself is asked: the library may still remember the block before.
 */
export async function blockOf(hash, provider) {
  const receipt = hash && (await provider.getTransactionReceipt(hash));
  return receipt?.blockNumber ?? Number(await provider.send("eth_blockNumber", []));
}

/**
 * What seems to have ended the wait without success, or null. Only a node that has seen the transaction knows its nonce: that of
 * the account may belong to another one, which the wallet had sent before.
 */
async function failure(provider, sent, note) {
  if (!sent.hash) return null;
  const [receipt, transaction] = await Promise.all([
    provider.getTransactionReceipt(sent.hash),
    provider.getTransaction(sent.hash),
  ]);
  if (receipt?.status === 0) return "transaction_failed";
  if (transaction && sent.nonce === undefined) note(Object.assign(sent, { nonce: transaction.nonce }));
  if (receipt || transaction) return null;
  if (Date.now() - sent.at > UNKNOWN_LASTS) return "transaction_lost";
  const isSpent = sent.nonce !== undefined && (await provider.getTransactionCount(sent.account)) > sent.nonce;
  return isSpent ? "transaction_replaced" : null;
}

/**
 * Resolve once `isDone` holds; throw Refusal once it cannot any more. Asked again and again, and not when the library tells of
 * a block: it tells nobody of one that came while it looked for the latest. Just when a block is mined, a node may answer from
 * two at once: a view then counts back from a time that has not come, and fails without a reason.
 * @param {{hash: ?string, account: string, at?: number, nonce?: number}} sent
 * @param {Function} note keeps `sent` for a later load, once a node has told its nonce
 */
export function settled(provider, sent, isDone, note = () => {}) {
  return new Promise((resolve, reject) => {
    let checking = false;
    let failures = 0;
    let confused = 0;
    const finish = (end, result) => {
      clearInterval(timer);
      end(result);
    };
    const check = async () => {
      if (checking) return;
      checking = true;
      try {
        if (await isDone()) return finish(resolve);
        confused = 0;
        const key = await failure(provider, sent, note);
        failures = key ? failures + 1 : 0;
        if (failures === SURE) finish(reject, new Refusal(say(key)));
      } catch (error) {
        confused = isBareRevert(error) ? confused + 1 : SURE;
        if (confused === SURE) finish(reject, error);
      } finally {
        checking = false;
      }
    };
    const timer = setInterval(check, provider.pollingInterval);
    check();
  });
}
