// The shop's profile: its document goes to the chain by its hash, its key stays here.
import { Refusal, tellError } from "../errors.js";
import { market, say, tell } from "../page.js";
import { canonical, sha256 } from "../sealing.js";
import { page } from "./account.js";
import { identity } from "./contracts.js";
import { deeds } from "./deeds.js";
import { pictureItem, tellProblems, words } from "./fields.js";
import * as key from "./key.js";
import { reencoded, shown } from "../pictures.js";
import { post } from "./server.js";

const SHORTEST = 8; // characters of a passphrase
const PLACES = ["street", "city", "region", "postcode", "country"];

const form = document.getElementById("profile-form");
const field = (id) => document.getElementById(id);
const place = field("logo-list");
let logo = page.described.logo ? { name: page.described.logo } : null;

function returnAddress() {
  const address = Object.fromEntries(PLACES.map((name) => [name, field(`return-${name}`).value.trim()]));
  const given = Object.fromEntries(Object.entries(address).filter(([, text]) => text));
  const name = field("return-name").value.trim();
  return name && given.street && given.city && given.country ? { name, address: given } : {};
}

function passphrase() {
  const text = field("passphrase").value;
  if (text.length < SHORTEST && !market.devnet) throw new Refusal(say("passphrase_short"));
  return text || (market.devnet ? "devnet" : "");
}

/** The key as it shall be: made, or with the return address that is typed. */
async function keyWanted() {
  const known = await key.keyOf(page.account);
  const wanted = returnAddress();
  if (!known) {
    tell(say("making_key"));
    return key.make(page.account, wanted, passphrase());
  }
  if (canonical(known.returnAddress) === canonical(wanted)) return known;
  tell(say("opening_key"));
  return key.readdress(page.account, wanted, passphrase());
}

function documentOf(point) {
  const described = { type: "handover/profile/1", name: words(form, "name"), contact: field("contact").value.trim() };
  const about = words(form, "about");
  if (Object.keys(about).length) described.about = about;
  if (logo) described.logo = logo.name;
  return { ...described, encryption_key: point };
}

const { run, resume } = deeds("profile", {
  describe: {
    contract: (provider) => identity(page.identity, provider),
    async plan() {
      const { document: text, problem } = await post("/dashboard/profile/check", documentOf("A".repeat(87)));
      tellProblems(problem ? [{ label: "", problem }] : []);
      if (!text) return null;
      const known = page.described.encryption_key;
      const { point } = await keyWanted();
      tell("");
      const body = new TextEncoder().encode(canonical(documentOf(point)));
      const hash = await sha256(body);
      const pictures = logo?.body ? [[`0x${logo.name}`, logo.body, 1]] : [];
      return {
        values: [hash],
        question: say(known && known !== point ? "merchant_ask_describe_new_key" : "merchant_ask_describe"),
        kept: { hash },
        documents: [[hash, body, 0], ...pictures],
      };
    },
    isDone: async ({ hash }, provider) => (await identity(page.identity, provider).profiles(page.account)) === hash,
  },
});

async function showKey() {
  const known = await key.keyOf(page.account);
  const published = page.described.encryption_key;
  const state = !known ? (published ? "elsewhere" : "none") : known.point === published ? "here" : published ? "other" : "none";
  const notice = field("key-state");
  notice.textContent = notice.dataset[state];
  notice.classList.toggle("good", state === "here");
  notice.classList.toggle("warn", ["other", "elsewhere"].includes(state));
  field("export-key").hidden = !known;
  if (!known?.returnAddress?.name) return;
  field("return-name").value = known.returnAddress.name;
  for (const name of PLACES) field(`return-${name}`).value = known.returnAddress.address[name] ?? "";
}

async function saveFile() {
  const { file } = await key.keyOf(page.account);
  const href = URL.createObjectURL(new Blob([file], { type: "application/json" }));
  Object.assign(document.createElement("a"), { download: key.fileName(page.account), href }).click();
  URL.revokeObjectURL(href);
}

async function bringFile([file]) {
  if (!file) return;
  tell(say("opening_key"));
  await key.bring(page.account, await file.text(), passphrase());
  await showKey();
  tell(say("key_brought"), "good");
}

async function chooseLogo([file]) {
  if (!file) return;
  logo = await reencoded(file);
  const remove = () => {
    logo = null;
    place.replaceChildren();
    field("logo").focus();
  };
  place.replaceChildren(pictureItem(await shown(logo), file.name, remove));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  run("describe");
});
field("logo").addEventListener("change", ({ target }) => chooseLogo(target.files).catch(tellError));
field("export-key").addEventListener("click", () => saveFile().catch(tellError));
field("key-file").addEventListener("change", ({ target }) => bringFile(target.files).catch(tellError));
field("save").disabled = false;
showKey().catch(tellError);
resume();
