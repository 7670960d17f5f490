// Sealing for one reader, and opening what was sealed for oneself: ECDH on P-256, HKDF-SHA256, AES-256-GCM. The server and the
// chain see cipher-text and its hash only.
import { canonical, decode64, encode64, saidIn, sealedFrom } from "./forms.js";

export { canonical, decode64, encode64 };

const TYPE = "handover/sealed/1";
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const POINT = 65; // bytes: uncompressed, as readers compute with it
const BLOCK = 256; // bytes: lengths of names and addresses do not show
const { subtle } = crypto;

export const bytes = (text) => new TextEncoder().encode(text);

/** "0x…" sha-256 of bytes. */
export async function sha256(raw) {
  const digest = new Uint8Array(await subtle.digest("SHA-256", raw));
  return `0x${[...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** JSON's bytes with blanks after them, so that their length tells only the number of blocks. */
export function padded(raw) {
  const result = new Uint8Array(Math.ceil(raw.length / BLOCK) * BLOCK).fill(0x20);
  result.set(raw);
  return result;
}

/** The AES key that two key pairs share; `recipient` is the reader's raw point, `purpose` the document's type. */
export async function sharedKey(privateKey, otherPoint, recipient, use, purpose = TYPE) {
  const other = await subtle.importKey("raw", otherPoint, CURVE, false, []);
  const shared = await subtle.deriveBits({ name: "ECDH", public: other }, privateKey, 256);
  const material = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const info = new Uint8Array([...bytes(purpose), ...recipient]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  return subtle.deriveKey(derivation, material, { name: "AES-GCM", length: 256 }, false, [use]);
}

/** Whether a key (base64url) is a point of the curve, as others are sealed for. */
export async function isPoint(key) {
  try {
    const point = decode64(key);
    await subtle.importKey("raw", point, CURVE, false, []);
    return point.length === POINT;
  } catch {
    return false;
  }
}

/** A fresh key pair for one wrap or one document. */
export const freshPair = () => subtle.generateKey(CURVE, true, ["deriveBits"]);

/**
 * Seal an object for the holder of `recipient` (base64url raw P-256 point): the sealed document's bytes.
 * Delivery details say in clear `between` which buyer and seller they are: only these two may have them erased.
 * `ephemeral` and `iv` are fresh; only test vectors fix them.
 */
export async function seal(plain, recipient, between, ephemeral, iv = crypto.getRandomValues(new Uint8Array(12))) {
  const pair = ephemeral ?? (await freshPair());
  const point = decode64(recipient);
  const key = await sharedKey(pair.privateKey, point, point, "encrypt");
  const text = await subtle.encrypt({ name: "AES-GCM", iv }, key, padded(bytes(canonical(plain))));
  const epk = await subtle.exportKey("raw", pair.publicKey);
  const sealed = { epk: encode64(epk), iv: encode64(iv), text: encode64(text), type: TYPE };
  return bytes(canonical(between ? { ...sealed, between } : sealed));
}

/**
 * The bytes that were sealed in a document (its bytes) for the holder of a key; throws where they were not for that key.
 * @param {{privateKey: CryptoKey, publicKey: CryptoKey}} own the public half extractable
 */
export async function openedBytes(sealed, own) {
  const { epk, iv, text } = sealedFrom(sealed, TYPE);
  const point = new Uint8Array(await subtle.exportKey("raw", own.publicKey));
  const key = await sharedKey(own.privateKey, decode64(epk), point, "decrypt");
  return new Uint8Array(await subtle.decrypt({ name: "AES-GCM", iv: decode64(iv) }, key, decode64(text)));
}

/** What a sealed document says to the holder of a key, whatever its form; throws where it was not written for that key. */
export const unseal = async (sealed, own) => saidIn(await openedBytes(sealed, own));
