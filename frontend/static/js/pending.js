// What was sent and not yet seen on chain, by order id (of a cart, by its purchase id), so that a reload goes on where
// the page stood.
// Nothing private is kept: terms, ids, hashes, and what was signed for a contract to read.

const PREFIX = "handover.pending.";

/**
 * @param {{action: string, sent: {account: string, hash: ?string, at: ?number}, orders: ?object[], goods: ?string, signed: ?{document: object, until: number}}} what
 * `goods` names what the orders are for; `signed` is what the relay was given, and until when it holds (Unix seconds)
 */
export function remember(orderId, what) {
  localStorage.setItem(PREFIX + orderId, JSON.stringify({ ...what, at: Date.now() }));
}

/** What was remembered; null where there is nothing, or nothing that can be read. */
export function recall(orderId) {
  try {
    const what = JSON.parse(localStorage.getItem(PREFIX + orderId));
    return what?.sent && what.action ? what : null;
  } catch {
    return null;
  }
}

export function forget(orderId) {
  localStorage.removeItem(PREFIX + orderId);
}

const PROMPT_LASTS = 3_600_000; // milliseconds

/** Whether the wallet, asked at `sent.at`, may still show a pending action, or have been answered where no page heard of it. */
export const isPrompted = ({ sent: { hash, at } }) => !hash && Date.now() - at < PROMPT_LASTS;

/** Every pending action that `matches`: [orderId, what], the newest first. */
export function all(matches) {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => [key.slice(PREFIX.length), recall(key.slice(PREFIX.length))])
    .filter(([, what]) => what && matches(what))
    .sort(([, a], [, b]) => b.at - a.at);
}
