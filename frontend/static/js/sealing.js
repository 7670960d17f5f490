// Sealing for one reader, and opening what was sealed for oneself: ECDH on P-256, HKDF-SHA256, AES-256-GCM. The server and the
// chain see cipher-text and its hash only.

const TYPE = "handover/sealed/1";
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const BLOCK = 256; // bytes: lengths of names and addresses do not show
const { subtle } = crypto;

export const bytes = (text) => new TextEncoder().encode(text);

const AT_ONCE = 0x8000; // bytes: more arguments than a function may have would follow from a picture

/** Unpadded base64url. */
export function encode64(raw) {
  const all = new Uint8Array(raw);
  let binary = "";
  for (let place = 0; place < all.length; place += AT_ONCE) {
    binary += String.fromCharCode(...all.subarray(place, place + AT_ONCE));
  }
  const text = btoa(binary);
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function decode64(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** JSON with sorted keys and no spaces. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(",")}}`;
}

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
 * What a sealed document (its bytes) says to the holder of a key; throws where it was not written for that key.
 * @param {{privateKey: CryptoKey, publicKey: CryptoKey}} own the public half extractable
 */
export async function unseal(sealed, own) {
  const { epk, iv, text } = JSON.parse(new TextDecoder().decode(sealed));
  const point = new Uint8Array(await subtle.exportKey("raw", own.publicKey));
  const key = await sharedKey(own.privateKey, decode64(epk), point, "decrypt");
  const plain = await subtle.decrypt({ name: "AES-GCM", iv: decode64(iv) }, key, decode64(text));
  return JSON.parse(new TextDecoder().decode(plain));
}
