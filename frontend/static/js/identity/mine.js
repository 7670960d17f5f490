// My claims: publishing a credential after showing what becomes public, taking it back, declining a claim and accepting it again.
import { short } from "../amounts.js";
import { Refusal, tellError } from "../errors.js";
import { getAddress } from "../ethers.js";
import { data, keepFocus, say, tell, tellAfterwards } from "../page.js";
import { signatureOfAny } from "../signing.js";
import { indexed } from "../storefront.js";
import { blockOf, send, settled } from "../transactions.js";
import { connect, onAccount } from "../wallet.js";
import { identity } from "./contract.js";
import { kindName } from "./kinds.js";
import { takeBack } from "./taking_back.js";

const mine = data("mine");
const element = (id) => document.getElementById(id);
const accountOf = (did) => did.split(":").at(-1);
let draft = null;

async function post(path, body) {
  const answer = await fetch(`/api/v1/presentations${path}`, { method: "POST", body }).catch(() => null);
  const said = await answer?.json().catch(() => null);
  if (!answer?.ok) throw new Refusal(said?.error ?? say("not_answered"));
  return said;
}

async function connectedHere() {
  const connected = await connect();
  if (connected.account !== mine.account) throw new Refusal(say("other_account", { account: short(mine.account) }));
  return connected;
}

/** A value of a credential as a line: every language, every part. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain).join(" · ");
  return typeof value === "object" ? Object.values(value).map(plain).join(" · ") : String(value);
}

/** All that is in a credential but what makes it one, with names: what everybody will be able to read. */
function saidIn({ issuer, issuanceDate, expirationDate, credentialSubject: { "@context": _, id, kind, ...said } }) {
  const known = { issuer: accountOf(issuer), subject: accountOf(id), kind: kindName(kind) };
  return Object.entries({ ...known, ...said, since: issuanceDate, until: expirationDate });
}

function showDraft(credential) {
  const lines = saidIn(credential).map(([name, value]) => {
    const line = document.createElement("div");
    const term = Object.assign(document.createElement("dt"), { textContent: say(`public_${name}`) });
    line.append(term, Object.assign(document.createElement("dd"), { textContent: plain(value) }));
    return line;
  });
  element("becomes-public").querySelector("dl").replaceChildren(...lines);
  element("becomes-public").hidden = false;
}

async function readFile() {
  draft = null;
  element("becomes-public").hidden = true;
  const [file] = element("credential-file").files;
  if (!file) return;
  const made = await post("/drafts", await file.arrayBuffer());
  const credential = made.presentation.verifiableCredential;
  const subject = accountOf(credential.credentialSubject.id);
  if (getAddress(subject) !== mine.account) throw new Refusal(say("identity_other_subject", { account: short(subject) }));
  draft = made;
  showDraft(credential);
  tell(say("identity_draft"));
}

async function publish() {
  if (!draft) throw new Refusal(say("identity_no_file"));
  const connected = await connectedHere();
  tell(say("identity_sign"));
  const { types, domain, message } = draft.typed_data;
  const { EIP712Domain, ...signed } = types;
  const proofValue = await signatureOfAny({ domain, types: signed, message }, connected);
  const { proof, ...rest } = draft.presentation;
  await post("", JSON.stringify({ ...rest, proof: { ...proof, proofValue } }));
  tellAfterwards(say("identity_published"));
  location.reload();
}

function agreed(sentence) {
  const dialog = element("agree");
  dialog.querySelector("p").textContent = sentence;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/** Say on chain whether a claim is wanted. */
async function decline({ issuer, word }, declined) {
  if (!(await agreed(say(declined ? "identity_agree_decline" : "identity_agree_accept")))) return;
  const { account, provider } = await connectedHere();
  const contract = identity(provider);
  const values = [issuer, word, declined];
  const isDone = async () => (await contract.claim(issuer, account, word)).declined === declined;
  if (await isDone()) throw new Refusal(say("identity_unchanged"));
  await contract.decline.staticCall(...values, { from: account });
  tell(say("confirm_in_wallet"));
  const sent = await send(contract.decline, account, provider, values);
  tell(say("waiting_for_chain"));
  await settled(provider, sent, isDone);
  await indexed(await blockOf(sent.hash, provider));
  tellAfterwards(say(declined ? "identity_has_declined" : "identity_has_accepted"));
  location.reload();
}

const DEEDS = {
  accept: (button) => decline(claimOf(button), false),
  decline: (button) => decline(claimOf(button), true),
  async take_back(button) {
    if (!(await agreed(say("identity_agree_take_back")))) return;
    const connected = await connectedHere();
    tell(say("identity_sign_back"));
    await takeBack(button.dataset.document, connected);
    tellAfterwards(say("identity_taken_back"));
    location.reload();
  },
};

function claimOf(button) {
  const [issuer, kind] = button.closest("[data-claim]").dataset.claim.split(" ");
  return mine.claims.find((claim) => claim.issuer === issuer && [claim.kind, claim.word].includes(kind));
}

function attempt(deed, button) {
  const focusAgain = keepFocus();
  button.disabled = true;
  deed(button)
    .catch(tellError)
    .finally(() => {
      button.disabled = false;
      focusAgain();
    });
}

for (const button of document.querySelectorAll("[data-deed]")) {
  button.hidden = false;
  button.addEventListener("click", () => attempt(DEEDS[button.dataset.deed], button));
}

const form = element("publish-form");
if (form) {
  form.hidden = false;
  element("credential-file").addEventListener("change", () => readFile().catch(tellError));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(publish, form.querySelector("button"));
  });
}

onAccount((account) => {
  element("other-account").hidden = !account || getAddress(account) === mine.account;
});
