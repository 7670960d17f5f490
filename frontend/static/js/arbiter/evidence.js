// What both sides put on an order's record, opened with the arbiter's key in this browser.
import { openedAll } from "../evidence.js";
import { tellError } from "../errors.js";
import { fetchSealed } from "../letters.js";
import { say } from "../page.js";
import { decode64 } from "../sealing.js";
import { page } from "../merchant/account.js";
import { keyOf } from "../merchant/key.js";
import { retry } from "../outbox.js";
import { shown } from "../pictures.js";

const EVIDENCE = "handover/evidence/1";
const places = [...document.querySelectorAll("[data-paper]")];

async function bodies() {
  const hashes = [...new Set(places.map((place) => place.dataset.paper))];
  const found = await Promise.all(hashes.map(async (hash) => [hash, await fetchSealed(hash)]));
  return new Map(found.filter(([, body]) => body));
}

async function picture({ type, data }, number) {
  const made = document.createElement("img");
  return Object.assign(made, {
    src: await shown({ type, body: decode64(data) }),
    alt: say("evidence_picture", { number }),
  });
}

async function show(place, { text, pictures }) {
  const lines = text.split("\n").map((line) => {
    const said = document.createElement("p");
    said.dir = "auto";
    said.textContent = line;
    return said;
  });
  const drawn = await Promise.all(pictures.map((one, index) => picture(one, index + 1)));
  place.querySelector("[data-unopened]").replaceWith(...lines, ...drawn);
}

async function open() {
  const key = await keyOf(page.owner);
  document.getElementById("key-missing").hidden = Boolean(key);
  if (!key) return;
  const opened = await openedAll(await bodies(), key.pair);
  for (const place of places) {
    const plain = opened.get(place.dataset.paper)?.plain;
    if (plain?.type === EVIDENCE) await show(place, plain);
  }
}

if (places.length) open().catch(tellError);
retry();
