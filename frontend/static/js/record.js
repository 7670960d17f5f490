// My record: exports with this browser's part, the key for letters, erasing.
import { agreed } from "./agreeing.js";
import { clear, kept } from "./device.js";
import { erase } from "./erasing.js";
import { Refusal, tellError } from "./errors.js";
import { openedPapers } from "./papers.js";
import * as outbox from "./outbox.js";
import { data, inARow, market, say, tell, tellAfterwards } from "./page.js";
import { save } from "./save.js";
import { exported, imported, ownPair } from "./shopper_key.js";
import { connect, onAccount } from "./wallet.js";

const { account, json } = data("my-orders");
const AT_ONCE = 100; // documents that one signature may name
const element = (id) => document.getElementById(id);

/** What was sealed for this shopper, as far as this browser's key opens it, by document. */
async function letters(orders) {
  const own = await ownPair();
  const named = orders.flatMap(({ timeline }) => timeline.map(({ fields }) => fields.document)).filter(Boolean);
  const hashes = [...new Set(named)].filter((hash) => !/^0x0+$/.test(hash));
  const opened = own ? await openedPapers(hashes, own) : new Map();
  return Object.fromEntries([...opened].map(([hash, { plain }]) => [hash, plain]));
}

async function exportAll() {
  const answer = await fetch(json);
  if (!answer.ok) throw new Refusal(say("too_often"));
  const all = await answer.json();
  all.this_browser = { ...(await kept()), letters: await letters(all.orders) };
  save(new Blob([JSON.stringify(all, null, 1)], { type: "application/json" }), `handover-${account.slice(2, 10)}-all.json`);
  tell(say("exported"), "good");
}

async function importKey() {
  const [file] = element("key-file").files;
  element("key-file").value = "";
  if (!file) return;
  const taken = await file.text().then(JSON.parse).then(imported).then(() => true, () => false);
  if (!taken) throw new Refusal(say("no_key"));
  await showKept();
  tell(say("key_taken"), "good");
}

async function eraseTicked() {
  const ticked = [...document.querySelectorAll("#erase-kept input:checked")];
  const documents = ticked.map((box) => box.value);
  if (!documents.length) throw new Refusal(say("nothing_ticked"));
  const goods = new Intl.ListFormat(market.locale).format(new Set(ticked.map((box) => box.dataset.goods)));
  if (!(await agreed(say("agree_erase", { count: documents.length, goods })))) return;
  const connected = await connect();
  if (connected.account !== account) throw new Refusal(say("other_account", { account }));
  for (let first = 0; first < documents.length; first += AT_ONCE) {
    await erase(documents.slice(first, first + AT_ONCE), connected);
  }
  tellAfterwards(say("erased_all"));
  location.reload();
}

async function clearDevice() {
  await outbox.retry();
  const count = await outbox.count();
  const waiting = count && say(count === 1 ? "agree_clear_waiting_one" : "agree_clear_waiting", { count });
  if (!(await agreed(inARow(say("agree_clear"), waiting)))) return;
  await clear();
  tellAfterwards(say("cleared"));
  location.reload();
}

/** Say whether this browser keeps anything, and let it be cleared where it does. */
async function showKept() {
  const isEmpty = Object.values(await kept()).every((value) => value === null) && !(await outbox.count());
  element("kept-nothing").hidden = !isEmpty;
  element("kept-here").hidden = isEmpty;
}

const attempt = (work) => (event) => {
  event.preventDefault();
  work().catch(tellError);
};

for (const part of document.querySelectorAll("[data-scripted]")) part.hidden = false;
element("export-all").addEventListener("click", attempt(exportAll));
element("export-key").addEventListener("click", attempt(async () => save(await exported(), "handover-key.json")));
element("import-key").addEventListener("click", () => element("key-file").click());
element("key-file").addEventListener("change", attempt(importKey));
element("erase-kept")?.addEventListener("submit", attempt(eraseTicked));
element("clear").addEventListener("click", attempt(clearDevice));
showKept().catch(tellError);
onAccount(() => showKept().catch(tellError));
