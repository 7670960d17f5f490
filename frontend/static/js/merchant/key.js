// The key that others seal for, of a shop or an arbiter. Its private half stays in this browser, where it cannot be read
// out; to keep or move it there is a file, locked by a passphrase, that the scripts read and write too.
import { scrypt } from "../ethers.js";
import { Refusal } from "../errors.js";
import { market, say } from "../page.js";
import { canonical, decode64, encode64 } from "../sealing.js";
import * as drawer from "../drawer.js";

const TYPE = "handover/key-file/1";
const COST = 2 ** 15; // as scripts/profiles.py has it
const BLOCKS = 8;
const PRACTICE = "devnet";
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const { subtle } = crypto;

const bytes = (text) => new TextEncoder().encode(text);
const place = (account) => `${market.chain.id}-${account}`;

/** On a practice market the scripts' merchants have keys, locked by a passphrase that everybody knows. */
async function practiceKey(account) {
  const answer = market.devnet && (await fetch(`/devnet/keys/${account}`).catch(() => null));
  return answer?.ok ? bring(account, await answer.text(), PRACTICE).catch(() => undefined) : undefined;
}

/** The key as this browser has it: { pair, point, returnAddress, file }; undefined where it has none. */
export const keyOf = async (account) => (await drawer.get("keys", place(account))) ?? practiceKey(account);

/** What the file of an account is called. */
export const fileName = (account) => `${place(account)}.json`;

async function lock(passphrase, salt) {
  const raw = await scrypt(bytes(passphrase), salt, COST, BLOCKS, 1, 32);
  const material = Uint8Array.from(raw.slice(2).match(/../g), (pair) => parseInt(pair, 16));
  return subtle.importKey("raw", material, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** The file's text: `secret` is the key's number, `point` its public half, both base64url. */
async function locked({ secret, point }, returnAddress, passphrase) {
  const [salt, iv] = [16, 12].map((length) => crypto.getRandomValues(new Uint8Array(length)));
  const plain = bytes(canonical({ key: secret, point, return_address: returnAddress }));
  const text = await subtle.encrypt({ name: "AES-GCM", iv }, await lock(passphrase, salt), plain);
  return canonical({ type: TYPE, salt: encode64(salt), iv: encode64(iv), text: encode64(text) });
}

async function unlocked(file, passphrase) {
  let raw;
  try {
    raw = JSON.parse(file);
    if (raw.type !== TYPE) throw new Error();
  } catch {
    throw new Refusal(say("key_file_unreadable"));
  }
  const key = await lock(passphrase, decode64(raw.salt));
  const text = await subtle.decrypt({ name: "AES-GCM", iv: decode64(raw.iv) }, key, decode64(raw.text)).catch(() => null);
  if (!text) throw new Refusal(say("passphrase_wrong"));
  const plain = JSON.parse(new TextDecoder().decode(text));
  if (!plain.key || !plain.point) throw new Refusal(say("key_file_unreadable"));
  return plain;
}

async function keep(account, { secret, point }, returnAddress, file) {
  const publicKey = await subtle.importKey("raw", decode64(point), CURVE, true, []);
  const { kty, crv, x, y } = await subtle.exportKey("jwk", publicKey);
  const privateKey = await subtle.importKey("jwk", { kty, crv, x, y, d: secret }, CURVE, false, ["deriveBits"]);
  const key = { pair: { privateKey, publicKey }, point, returnAddress, file };
  await drawer.put("keys", place(account), key);
  return key;
}

/** A new key for an account. */
export async function make(account, returnAddress, passphrase) {
  const { privateKey, publicKey } = await subtle.generateKey(CURVE, true, ["deriveBits"]);
  const { d: secret } = await subtle.exportKey("jwk", privateKey);
  const halves = { secret, point: encode64(await subtle.exportKey("raw", publicKey)) };
  return keep(account, halves, returnAddress, await locked(halves, returnAddress, passphrase));
}

/** Take the key that a file holds. */
export async function bring(account, file, passphrase) {
  const { key: secret, point, return_address: returnAddress } = await unlocked(file, passphrase);
  return keep(account, { secret, point }, returnAddress, file);
}

/** The same key with another return address. */
export async function readdress(account, returnAddress, passphrase) {
  const { file } = await keyOf(account);
  const { key: secret, point } = await unlocked(file, passphrase);
  return keep(account, { secret, point }, returnAddress, await locked({ secret, point }, returnAddress, passphrase));
}
