// Where an item stands in its lot's tree: as this storefront's documents have it, or the transaction that made it individual.
import { encodeBytes32String, Interface } from "../ethers.js";
import { Refusal } from "../errors.js";
import { say } from "../page.js";
import { rootOf } from "./tree.js";

const ITEM = "tuple(bytes32 lot, bytes32 serial)";
const touching = new Interface([
  `function touch(${ITEM} item, bytes32 code_hash, bytes32[] path)`,
  `function touch_many(tuple(${ITEM} item, bytes32 code_hash, bytes32[] path)[] proofs)`,
]);

async function fromDocuments(address) {
  const answer = await fetch(address).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

/** What the chain was shown when the item became individual; null where another contract showed it. */
async function fromTransaction({ serial, lot, touched }, provider) {
  const sent = touched && (await provider.getTransaction(touched).catch(() => null));
  const call = sent && touching.parseTransaction(sent);
  const shown = call?.name === "touch" ? [call.args] : [...(call?.args.proofs ?? [])];
  const found = shown.find(({ item }) => item.lot === lot && item.serial === serial);
  return found ? { code_hash: found.code_hash, path: [...found.path] } : null;
}

const word = (digits) => `0x${digits}`;

/** What a seller's file says of the item; null where it is about others. */
async function fromFile({ serial }, file) {
  const said = file && JSON.parse(await file.text().catch(() => "null"));
  const found = said?.items?.find((one) => encodeBytes32String(one.serial) === serial);
  return found ? { code_hash: word(found.code_hash), path: found.path.map(word) } : null;
}

/** The path of an item: { code_hash, path }, which leads to its lot's root on the chain. Throws Refusal where nobody has it. */
export async function pathOf(thing, file, root, provider) {
  const looks = [() => fromFile(thing, file), () => fromDocuments(thing.proof), () => fromTransaction(thing, provider)];
  for (const look of looks) {
    const found = await look().catch(() => null);
    if (found && rootOf(thing.serial, found.code_hash, found.path) === root) return found;
  }
  throw new Refusal(say(file ? "no_proof_file" : "no_proof"));
}
