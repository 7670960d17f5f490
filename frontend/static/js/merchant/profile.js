// A profile, of a shop or an arbiter: its document goes to the chain by its hash, its key stays here.
import { Refusal, tellError } from "../errors.js";
import { market, say, tell } from "../page.js";
import { canonical, sha256 } from "../sealing.js";
import { page } from "./account.js";
import { identity } from "./contracts.js";
import { propose } from "../arbiter/proposal.js";
import { attempt, deeds } from "./deeds.js";
import { pictureItem, tellProblems, words } from "./fields.js";
import * as key from "./key.js";
import * as outbox from "../outbox.js";
import { reencoded, shown } from "../pictures.js";
import { post } from "./server.js";

const SHORTEST = 8; // characters of a passphrase
const PLACES = ["street", "city", "region", "postcode", "country"];

const form = document.getElementById("profile-form");
const field = (id) => document.getElementById(id);
const place = field("logo-list");
const owner = page.owner ?? page.account;
let logo = page.described.logo ? { name: page.described.logo } : null;

const HAS_RETURNS = Boolean(field("return-name"));
const QUESTIONS = HAS_RETURNS
  ? ["merchant_ask_describe", "merchant_ask_describe_new_key"]
  : ["arbiter_ask_describe", "arbiter_ask_describe_new_key"];

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
  const known = await key.keyOf(owner);
  const wanted = HAS_RETURNS ? returnAddress() : (known?.returnAddress ?? {});
  if (!known) {
    tell(say("making_key"));
    return key.make(owner, wanted, passphrase());
  }
  if (canonical(known.returnAddress) === canonical(wanted)) return known;
  tell(say("opening_key"));
  return key.readdress(owner, wanted, passphrase());
}

function documentOf(point) {
  const described = { type: "handover/profile/1", name: words(form, "name"), contact: field("contact").value.trim() };
  const about = words(form, "about");
  if (Object.keys(about).length) described.about = about;
  if (logo) described.logo = logo.name;
  return { ...described, encryption_key: point };
}

/** What is typed, with the key: { hash, point, documents }; null, and what is wrong is said, where it is no profile. */
async function profileWritten() {
  const { document: text, problem } = await post("/dashboard/profile/check", documentOf("A".repeat(87)));
  tellProblems(problem ? [{ label: "", problem }] : []);
  if (!text) return null;
  const { point } = await keyWanted();
  tell("");
  const body = new TextEncoder().encode(canonical(documentOf(point)));
  const hash = await sha256(body);
  const pictures = logo?.body ? [[`0x${logo.name}`, logo.body, 1]] : [];
  return { hash, point, documents: [[hash, body, 0], ...pictures] };
}

/** For the signers of a contract, whose own accounts send nothing. */
async function proposed() {
  const written = await profileWritten();
  if (!written) return;
  await outbox.hold(written.documents);
  propose(identity(page.identity), "describe", [written.hash]);
  await showKey();
}

const { run, resume } = deeds("profile", {
  describe: {
    contract: (provider) => identity(page.identity, provider),
    async plan() {
      const written = await profileWritten();
      if (!written) return null;
      const { hash, point, documents } = written;
      const known = page.described.encryption_key;
      return {
        values: [hash],
        question: say(QUESTIONS[known && known !== point ? 1 : 0]),
        kept: { hash },
        documents,
      };
    },
    isDone: async ({ hash }, provider) => (await identity(page.identity, provider).profiles(owner)) === hash,
  },
});

async function showKey() {
  const known = await key.keyOf(owner);
  const published = page.described.encryption_key;
  const state = !known ? (published ? "elsewhere" : "none") : known.point === published ? "here" : published ? "other" : "none";
  const notice = field("key-state");
  notice.textContent = notice.dataset[state];
  notice.classList.toggle("good", state === "here");
  notice.classList.toggle("warn", ["other", "elsewhere"].includes(state));
  field("export-key").hidden = !known;
  if (!HAS_RETURNS || !known?.returnAddress?.name) return;
  field("return-name").value = known.returnAddress.name;
  for (const name of PLACES) field(`return-${name}`).value = known.returnAddress.address[name] ?? "";
}

async function saveFile() {
  const { file } = await key.keyOf(owner);
  const href = URL.createObjectURL(new Blob([file], { type: "application/json" }));
  Object.assign(document.createElement("a"), { download: key.fileName(owner), href }).click();
  URL.revokeObjectURL(href);
}

async function bringFile([file]) {
  if (!file) return;
  tell(say("opening_key"));
  await key.bring(owner, await file.text(), passphrase());
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
  if (page.contract) attempt(proposed);
  else run("describe");
});
field("logo").addEventListener("change", ({ target }) => chooseLogo(target.files).catch(tellError));
field("export-key").addEventListener("click", () => saveFile().catch(tellError));
field("key-file").addEventListener("change", ({ target }) => bringFile(target.files).catch(tellError));
field("save").disabled = false;
showKey().catch(tellError);
resume();
