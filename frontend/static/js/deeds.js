// What somebody does on the chain, one deed at a time: rehearsed, asked in words, sent, and followed over reloads by what
// is so once it is done.
import { agreed } from "./agreeing.js";
import { declined, Refusal, tellError } from "./errors.js";
import * as outbox from "./outbox.js";
import { keepFocus, say, tell, tellAfterwards } from "./page.js";
import { forget, isPrompted, recall, remember } from "./pending.js";
import { indexed } from "./storefront.js";
import { send, settled } from "./transactions.js";
import { reconnect } from "./wallet.js";

/** The block in which a transaction was mined; the latest where another one took its place. */
export async function blockOf(hash, provider) {
  const receipt = hash && (await provider.getTransactionReceipt(hash));
  return receipt?.blockNumber ?? provider.getBlockNumber();
}

/** Do something with all buttons of the deeds disabled, and say what goes wrong. */
export async function attempt(work, onError = () => {}) {
  const all = document.querySelectorAll("[data-verb], [data-withdraw], button.primary");
  const buttons = [...all].filter((button) => !button.closest("dialog"));
  const were = buttons.map((button) => button.disabled);
  const focusAgain = keepFocus();
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } catch (error) {
    onError(error);
    tellError(error);
  } finally {
    buttons.forEach((button, place) => (button.disabled = were[place]));
    focusAgain();
  }
}

/**
 * Deeds that are known under `key` (what a reload finds them by). By verb, which is the contract's function or has it as `call`:
 * - plan(connected, given): null where whoever does it thought better of it, else { values, question, kept, documents }:
 *   the call's arguments, what is asked (null: asked already), what `isDone` has to know (plain JSON), what to upload
 * - isDone(kept, provider): whether it is so
 * - contract(provider): the doer's usual one unless given
 * - next: where to go afterwards; this page unless given
 * - done: which of the words is said then, with what was kept; the merchant's of that verb unless given
 * - after(): what to do in this browser once it is so
 * - isOnce: whether the contract takes it once, so that asking again harms nobody
 *
 * The doer: `connected()` and `reconnected()` give { account, provider }, `contract(provider)` is what he usually calls,
 * `begun` is said where an earlier load of the page asked the wallet and heard no answer.
 */
export function deeds(pending, known, doer) {
  const contractOf = (verb, provider) => (known[verb].contract ?? doer.contract)(provider);

  async function finish({ action, sent, documents, kept }, provider) {
    await indexed(await blockOf(sent.hash, provider));
    await known[action].after?.();
    await outbox.send(documents).finally(() => forget(pending));
    const { done, next } = known[action];
    tellAfterwards(done ? say(done, kept) : say(`merchant_done_${action}`));
    location.assign(next ?? location.href);
  }

  async function follow(begun, provider) {
    const { action, sent, kept, documents } = begun;
    await outbox.keepUntil(documents, undefined);
    tell(say("waiting_for_chain"));
    const isDone = () => known[action].isDone(kept, provider);
    await settled(provider, sent, isDone, () => remember(pending, begun)).catch(async (error) => {
      if (error instanceof Refusal) {
        await outbox.keepUntil(documents, outbox.inTime()); // it may be mined all the same
        forget(pending);
      }
      throw error;
    });
    await finish(begun, provider);
  }

  /** The wallet was asked by an earlier load of this page, which heard no answer: wait for what may come of it. */
  async function watch(begun) {
    tell(doer.begun, "warn");
    const wallet = await reconnect();
    if (!wallet) return;
    const { provider } = wallet;
    const isOver = () => recall(pending)?.sent.at !== begun.sent.at; // another deed was begun
    await settled(provider, begun.sent, async () => isOver() || known[begun.action].isDone(begun.kept, provider));
    if (!isOver()) await finish(begun, provider);
  }

  /** Whether to begin a deed: where the wallet may still show the same one, whoever does it is asked what became of it. */
  async function isToBegin(verb) {
    const begun = recall(pending);
    return begun?.action !== verb || known[verb].isOnce || !isPrompted(begun) || agreed(say("ask_again"));
  }

  async function act(verb, given) {
    const { account, provider } = await doer.connected();
    if (!(await isToBegin(verb))) return;
    const plan = await known[verb].plan({ account, provider }, given);
    if (!plan) return;
    const { values, question, kept = {}, documents = [] } = plan;
    const call = contractOf(verb, provider)[known[verb].call ?? verb];
    const last = values.at(-1);
    const hasOverrides = last && typeof last === "object" && "value" in last;
    const rehearsed = hasOverrides ? [...values.slice(0, -1), { ...last, from: account }] : [...values, { from: account }];
    await call.staticCall(...rehearsed);
    if (question !== null && !(await agreed(question))) return;
    tell(say("confirm_in_wallet"));
    await outbox.hold(documents, outbox.inTime());
    const named = documents.map(([hash, , place = 0]) => [hash, null, place]);
    const begun = { action: verb, sent: { account, hash: null, at: Date.now() }, kept, documents: named };
    remember(pending, begun);
    begun.sent = await send(call, account, provider, values).catch(async (error) => {
      if (declined(error)) {
        await outbox.drop(documents);
        forget(pending);
      }
      throw error;
    });
    remember(pending, begun);
    await follow(begun, provider);
  }

  return {
    /** Do it, from the press of a button. */
    run: (verb, given) => attempt(() => act(verb, given)),
    /** Go on with what an earlier load of this page began, if anything. */
    resume() {
      const begun = recall(pending);
      if (!begun || !(begun.action in known)) return outbox.retry();
      if (begun.sent.hash) return attempt(async () => follow(begun, (await doer.reconnected()).provider));
      return isPrompted(begun) ? watch(begun).catch(tellError) : outbox.retry();
    },
  };
}
