// What a signed-in account does on the chain: a merchant, an arbiter.
import { deeds as deedsOf } from "../deeds.js";
import { say } from "../page.js";
import { connected, reconnected } from "./account.js";
import { escrow } from "./contracts.js";

export { attempt, blockOf } from "../deeds.js";

/** See ../deeds.js; the usual contract is Escrow. */
export const deeds = (key, known) =>
  deedsOf(`merchant-${key}`, known, { connected, reconnected, contract: escrow, begun: say("merchant_begun") });
