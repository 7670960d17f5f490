// The public point of a P-256 key, from its secret number: files hold only that, and WebCrypto takes no key without its point.
// It is computed once, when a key file is brought, from a number that nobody else can time.
import { decode64, encode64 } from "../sealing.js";

const P = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const A = P - 3n;
const G = [
  0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
];

const modulo = (number) => ((number % P) + P) % P;

/** The number that multiplied by this one gives 1. */
function inverse(number) {
  let [low, high, one, two] = [modulo(number), P, 1n, 0n];
  while (low > 1n) {
    const ratio = high / low;
    [low, high, one, two] = [high - ratio * low, low, two - ratio * one, one];
  }
  return modulo(one);
}

/** The sum of two points; null is the one at infinity. */
function sum(one, other) {
  if (!one || !other) return one ?? other;
  const [[x1, y1], [x2, y2]] = [one, other];
  if (x1 === x2 && y1 !== y2) return null;
  const slope = x1 === x2 ? (3n * x1 * x1 + A) * inverse(2n * y1) : (y2 - y1) * inverse(x2 - x1);
  const x = modulo(slope * slope - x1 - x2);
  return [x, modulo(slope * (x1 - x) - y1)];
}

const toNumber = (bytes) => bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
const toBytes = (number) => Uint8Array.from(number.toString(16).padStart(64, "0").match(/../g), (pair) => parseInt(pair, 16));

/** The JSON Web Key of a secret number (base64url of 32 bytes). */
export function jwkOf(secret) {
  let point = null;
  let power = G;
  for (let rest = toNumber(decode64(secret)); rest > 0n; rest >>= 1n) {
    if (rest & 1n) point = sum(point, power);
    power = sum(power, power);
  }
  const [x, y] = point.map((number) => encode64(toBytes(number)));
  return { kty: "EC", crv: "P-256", x, y, d: secret };
}
