// The order page's documents, opened with the shopper's key where this browser has one.
import { data } from "./page.js";
import { openedPapers, showPapers } from "./papers.js";
import { offerProof } from "./proof_opened.js";
import { ownPair } from "./shopper_key.js";

const own = await ownPair();
if (own) {
  const opened = await openedPapers(data("order").papers, own);
  await showPapers(opened);
  offerProof(opened);
}
