// Merkle trees as Provenance reads them: where a path leads from an item's leaf.
import { concat, keccak256 } from "../ethers.js";

const [LEAF, NODE, CODE] = ["0x00", "0x01", "0x02"];

/** What stands in a lot's tree for a hidden code. */
export const codeHash = (lot, code) => keccak256(concat([CODE, lot, code]));

const above = (one, other) =>
  keccak256(concat(BigInt(one) < BigInt(other) ? [NODE, one, other] : [NODE, other, one]));

/** The root above an item with the hash of a code, by its path. */
export function rootOf(serial, hash, path) {
  return path.reduce(above, keccak256(concat([LEAF, serial, hash])));
}
