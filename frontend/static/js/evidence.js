// Evidence: documents that several people of an order can read. One content key for each, wrapped for every reader as
// letters are sealed. The document commits to its key, so that all readers see the same text and the same pictures.
import { fit, MOST_KEYS, plainFrom, sealedFrom, SHARED } from "./forms.js";
import { bytes, canonical, decode64, encode64, freshPair, padded, sha256, sharedKey } from "./sealing.js";

const TYPE = "handover/sealed/2";
const PLAIN_TYPE = "handover/evidence/1";
const { subtle } = crypto;

const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const gcm = (iv) => ({ name: "AES-GCM", iv });
const aes = (raw, use) => subtle.importKey("raw", raw, "AES-GCM", false, [use]);

async function commitment(key) {
  return encode64(await subtle.digest("SHA-256", new Uint8Array([...bytes(TYPE), ...key])));
}

/**
 * The plain document with a fresh secret salt.
 * @param {{type: string, body: Uint8Array}[]} pictures re-encoded ones
 * @param {Map<string, Uint8Array>} keys content keys of earlier documents by their hash ("0x…")
 */
export function evidence(text, pictures = [], keys = new Map()) {
  const opening = [...keys].slice(-MOST_KEYS).map(([hash, key]) => [hash.replace(/^0x/, ""), encode64(key)]);
  return {
    type: PLAIN_TYPE,
    salt: encode64(random(32)),
    text: fit(text),
    pictures: pictures.map(({ type, body }) => ({ type, data: encode64(body) })),
    keys: Object.fromEntries(opening),
  };
}

async function wrapped(key, reader, { pair, iv }) {
  const point = decode64(reader);
  const { privateKey, publicKey } = pair ?? (await freshPair());
  const shared = await sharedKey(privateKey, point, point, "encrypt", TYPE);
  const epk = await subtle.exportKey("raw", publicKey);
  return { epk: encode64(epk), iv: encode64(iv), key: encode64(await subtle.encrypt(gcm(iv), shared, key)) };
}

/**
 * Seal an object for the holders of `readers` (base64url raw points) of an order `between` { buyer, seller }:
 * { hash, body, key }. What is random is fresh; only test vectors fix it.
 */
export async function sealFor(plain, readers, between, chance = {}) {
  const { key = random(32), iv = random(12), wraps = readers.map(() => ({ iv: random(12) })) } = chance;
  const text = await subtle.encrypt(gcm(iv), await aes(key, "encrypt"), padded(bytes(canonical(plain))));
  const sealed = {
    type: TYPE,
    between,
    commitment: await commitment(key),
    iv: encode64(iv),
    readers: await Promise.all(readers.map((reader, place) => wrapped(key, reader, wraps[place]))),
    text: encode64(text),
  };
  const body = bytes(canonical(sealed));
  return { hash: await sha256(body), body, key };
}

async function unwrapped({ epk, iv, key }, own, point) {
  const shared = await sharedKey(own.privateKey, decode64(epk), point, "decrypt", TYPE);
  return new Uint8Array(await subtle.decrypt(gcm(decode64(iv)), shared, decode64(key)));
}

/** The content key of a sealed document (bytes) for one of its readers; null for anybody else. */
export async function contentKey(body, own) {
  const document = sealedFrom(body, TYPE);
  const point = new Uint8Array(await subtle.exportKey("raw", own.publicKey));
  for (const reader of document.readers) {
    const key = await unwrapped(reader, own, point).catch(() => null);
    if (key && (await commitment(key)) === document.commitment) return key;
  }
  return null;
}

/**
 * What a sealed document says, by its content key; null where that was damaged or has no known form. Throws at another key.
 */
export async function openedWith(body, key) {
  const document = sealedFrom(body, TYPE);
  if ((await commitment(key)) !== document.commitment) throw new Error("another key");
  const opening = async () => subtle.decrypt(gcm(decode64(document.iv)), await aes(key, "decrypt"), decode64(document.text));
  const text = await opening().catch(() => null);
  return text && plainFrom(new Uint8Array(text), SHARED);
}

/** Content keys of other documents that an opened one holds: Map of hash ("0x…") to key. */
function keysIn(plain) {
  const given = plain?.type === PLAIN_TYPE ? Object.entries(plain.keys) : [];
  return new Map(given.map(([hash, key]) => [`0x${hash}`, decode64(key)]));
}

/**
 * Of an order's sealed documents, what a reader's key pair opens, by itself or by keys that others hold.
 * @param {Map<string, Uint8Array>} bodies by hash
 * @returns {Promise<Map<string, {plain: ?object, key: Uint8Array}>>} by hash; plain is null where it has no known form
 */
export async function openedAll(bodies, own) {
  const opened = new Map();
  const waiting = [];
  for (const [hash, body] of bodies) {
    const key = await contentKey(body, own).catch(() => null);
    if (key) waiting.push([hash, key]);
  }
  while (waiting.length) {
    const [hash, key] = waiting.shift();
    if (opened.has(hash) || !bodies.has(hash)) continue;
    const plain = await openedWith(bodies.get(hash), key).catch(() => undefined);
    if (plain === undefined) continue;
    opened.set(hash, { plain, key });
    waiting.push(...keysIn(plain));
  }
  return opened;
}
