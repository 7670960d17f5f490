// Hidden codes as they are printed: 128 bits and 12 of their hash, in Crockford's base 32.
import { Refusal } from "../errors.js";
import { say } from "../page.js";
import { sha256 } from "../sealing.js";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LOOKS_LIKE = { I: "1", L: "1", O: "0" };
const SIGNS = 28;
const CHECK_BITS = 12n;
const CODE_DIGITS = 32;

/** The code that somebody typed, as 0x and 32 digits; small letters, blanks and what looks alike make no difference. */
export async function typedCode(text) {
  const signs = [...text.toUpperCase().replace(/[\s-]/g, "")].map((sign) => LOOKS_LIKE[sign] ?? sign);
  if (signs.length !== SIGNS || signs.some((sign) => !ALPHABET.includes(sign))) throw new Refusal(say("code_length"));
  const number = signs.reduce((sum, sign) => (sum << 5n) | BigInt(ALPHABET.indexOf(sign)), 0n);
  const code = `0x${(number >> CHECK_BITS).toString(16).padStart(CODE_DIGITS, "0")}`;
  const bytes = Uint8Array.from(code.slice(2).match(/../g), (pair) => parseInt(pair, 16));
  const check = BigInt((await sha256(bytes)).slice(0, 5));
  if (check !== (number & ((1n << CHECK_BITS) - 1n))) throw new Refusal(say("code_mistyped"));
  return code;
}
