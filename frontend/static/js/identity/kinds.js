// What a kind of claim is called in the reader's language.
import { hasWords, say } from "../page.js";

/** Its name with the chain's word beside it; the word alone where the page has no name for it. */
export const kindName = (word) => (hasWords(`claim_kind_${word}`) ? `${say(`claim_kind_${word}`)} (${word})` : word);
