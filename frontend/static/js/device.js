// What this browser keeps for the shop: all of it under one prefix, and the shopper's key. Read for an export, or cleared.
import * as drawer from "./drawer.js";
import { asJwk, forgotten } from "./shopper_key.js";

const PREFIX = "handover.";

function value(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const names = (store) => Object.keys(store).filter((name) => name.startsWith(PREFIX));

/** Everything kept, by name; `key` is the shopper's private key as a JSON Web Key, or null. */
export async function kept() {
  const found = names(localStorage).map((name) => [name.slice(PREFIX.length), value(localStorage.getItem(name))]);
  return { ...Object.fromEntries(found), key: await asJwk() };
}

/** Forget everything kept; documents on their way too, and with them the work that needs them. A shop's key stays. */
export async function clear() {
  for (const store of [localStorage, sessionStorage]) for (const name of names(store)) store.removeItem(name);
  for (const name of ["outbox", "work"]) await drawer.clear(name);
  await forgotten();
}
