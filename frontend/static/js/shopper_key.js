// The shopper's own key pair: made in this browser, its private half stays here. Whoever writes to the shopper about an
// order encrypts for its public half, which travels inside the sealed delivery details.
import { encode64 } from "./sealing.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const STORE = "keys";
const NAME = "shopper";

function outcome(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function store(mode) {
  const opening = indexedDB.open("handover", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await outcome(opening);
  return database.transaction(STORE, mode).objectStore(STORE);
}

async function keyPair() {
  const kept = await outcome((await store("readonly")).get(NAME));
  if (kept) return kept;
  const made = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  await outcome((await store("readwrite")).put(made, NAME));
  return made;
}

/** The key pair of this browser; null where none was made: whoever only reads needs none. */
export async function ownPair() {
  return (await outcome((await store("readonly")).get(NAME))) ?? null;
}

/** The public half, base64url of the raw point. */
export async function publicKey() {
  const { publicKey: key } = await keyPair();
  return encode64(await crypto.subtle.exportKey("raw", key));
}

/** The private half as a JSON Web Key; null where none was made. */
export async function asJwk() {
  const kept = await outcome((await store("readonly")).get(NAME));
  return kept ? crypto.subtle.exportKey("jwk", kept.privateKey) : null;
}

/** The same as a file for the shopper to keep. */
export async function exported() {
  await keyPair();
  return new Blob([JSON.stringify(await asJwk())], { type: "application/json" });
}

/** Take the key that another browser exported, in place of this one's; throws where it is none. */
export async function imported(jwk) {
  const { kty, crv, x, y, d } = jwk;
  const privateKey = await crypto.subtle.importKey("jwk", { kty, crv, x, y, d }, CURVE, true, ["deriveBits"]);
  const publicKey = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, CURVE, true, []);
  await outcome((await store("readwrite")).put({ privateKey, publicKey }, NAME));
}

/** Forget the key for good. */
export async function forgotten() {
  await outcome((await store("readwrite")).delete(NAME));
}
