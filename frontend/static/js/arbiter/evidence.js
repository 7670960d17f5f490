// What both sides put on an order's record, opened with the arbiter's key in this browser.
import { tellError } from "../errors.js";
import { page } from "../merchant/account.js";
import { keyOf } from "../merchant/key.js";
import { retry } from "../outbox.js";
import { openedPapers, showPapers } from "../papers.js";

const places = [...document.querySelectorAll("[data-paper]")];

async function open() {
  const key = await keyOf(page.owner);
  document.getElementById("key-missing").hidden = Boolean(key);
  const papers = [...new Set(places.map((place) => place.dataset.paper))];
  if (key) await showPapers(await openedPapers(papers, key.pair));
}

if (places.length) open().catch(tellError);
retry();
