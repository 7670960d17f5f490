// Where an item stands in its lot's tree: as this storefront's documents have it, or the transaction that made it individual.
import { Interface } from "../ethers.js";
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

/** The path of an item: { code_hash, path }, which leads to its lot's root on the chain. Throws Refusal where nobody has it. */
export async function pathOf(thing, root, provider) {
  for (const look of [() => fromDocuments(thing.proof), () => fromTransaction(thing, provider)]) {
    const found = await look();
    if (found && rootOf(thing.serial, found.code_hash, found.path) === root) return found;
  }
  throw new Refusal(say("no_proof"));
}
