// Follows claims of this browser on every page until the chain has them for good: then the code is forgotten. One that vanished
// from the chain is told of, with the way to claim again.
import { short } from "../amounts.js";
import { say, tell } from "../page.js";
import { allBegun, forget, keep } from "./kept_claims.js";

const FINAL = 12; // blocks on top of a claim: re-organisations do not go so deep

/** Text of a serial as the chain has it. */
const textOf = (word) => word.slice(2).replace(/(00)+$/, "").replace(/../g, (pair) => String.fromCharCode(parseInt(pair, 16)));

/** What the storefront's API answers; null where it knows of nothing. */
async function asked(path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(path);
  return answer.json();
}

/** Who has claimed an item, by the index: { by, block }, or null. */
async function claimOf({ lot, serial }) {
  return (await asked(`/api/v1/provenance?${new URLSearchParams({ lot, serial: textOf(serial) })}`))?.claimed ?? null;
}

/** Once nothing on the chain can change any more, the code is forgotten. */
function settle(item, claim, found, head) {
  const isOwn = found.by.toLowerCase() === claim.account.toLowerCase();
  if (head - found.block < FINAL) {
    if (isOwn && claim.block !== found.block) keep(item, { ...claim, block: found.block });
    return;
  }
  forget(item);
  if (!isOwn) tell(say("claim_lost", { serial: textOf(item.serial), account: short(found.by) }), "bad");
}

async function follow({ item, claim }, head) {
  const found = await claimOf(item);
  if (found) settle(item, claim, found, head);
  else if (claim.block <= head && claim.page !== location.pathname + location.search) {
    tell(say("claim_vanished", { serial: textOf(item.serial) }), "warn");
    const link = Object.assign(document.createElement("a"), { href: `${claim.page}#claim`, textContent: say("claim_again") });
    document.getElementById("status").append(" ", link);
  }
}

/** Look after all of them; where the index does not answer, the next page does. */
export async function followClaims() {
  const { index } = await asked("/api/v1/health");
  for (const one of allBegun()) await follow(one, index.block).catch(() => {});
}
