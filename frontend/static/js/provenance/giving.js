// Saying whom something is offered to: people used before and practice roles to choose from, codes to scan, and whose account
// it is that was typed.
import { short } from "../amounts.js";
import { Refusal, sentence, tellError } from "../errors.js";
import { market, say } from "../page.js";
import { nameOf } from "../people.js";
import { contacts, forgetContacts } from "./contacts.js";
import { accountIn } from "./recipient.js";
import { enableScanning } from "./scanning.js";

const dialog = document.getElementById("scan-account");
let asking = null; // the form whose receiver is looked for by scanning

const option = (name, account) => new Option(name === short(account) ? name : `${name} · ${short(account)}`, account);

function group(label, people) {
  const made = Object.assign(document.createElement("optgroup"), { label });
  made.append(...people.map(({ name, account }) => option(name, account)));
  return people.length ? [made] : [];
}

/** The people of a form to choose from, the owner or keeper himself left out. */
function showPeople(form) {
  const part = form.querySelector("[data-people]");
  const isOther = ({ account }) => account.toLowerCase() !== form.dataset.by.toLowerCase();
  const known = contacts().filter(isOther);
  const roles = (market.devnet?.roles ?? []).map(({ title: name, address: account }) => ({ name, account })).filter(isOther);
  part.querySelector("select").replaceChildren(
    new Option(say("people_choose"), ""),
    ...group(say("people_before"), known),
    ...group(say("people_practice"), roles),
  );
  part.querySelector("[data-forget-people]").hidden = !known.length;
  part.hidden = !known.length && !roles.length;
}

/** Whose account a text names, or what is wrong with it. */
async function described(text) {
  try {
    const account = accountIn(text);
    return say("receiver", { name: await nameOf(account), account: short(account) });
  } catch (error) {
    if (error instanceof Refusal) return sentence(error);
    throw error;
  }
}

/** Say below the field whose account it is, or what is wrong with it. */
async function showReceiver(form) {
  const { to } = form.elements;
  const place = form.querySelector("[data-receiver]");
  const typed = to.value;
  const text = typed.trim() ? await described(typed) : "";
  if (to.value === typed) place.textContent = text; // not of what was typed before
}

function fill(form, text) {
  form.elements.to.value = text;
  form.elements.to.focus();
  return showReceiver(form);
}

function enable(form) {
  showPeople(form);
  form.elements.to.addEventListener("change", () => showReceiver(form).catch(tellError));
  const choice = form.querySelector("select");
  choice.addEventListener("change", () => {
    if (!choice.value) return;
    form.elements.to.value = choice.value;
    showReceiver(form).catch(tellError);
  });
  form.querySelector("[data-forget-people]").addEventListener("click", () => {
    forgetContacts();
    showPeople(form);
    choice.focus();
  });
  form.querySelector("[data-scan-account]").addEventListener("click", () => {
    asking = form;
    dialog.showModal();
  });
}

/** What scanning says, in the dialog: it lies above the page's own place for that. */
function tellInDialog(text, tone = "") {
  const place = dialog.querySelector("[data-told]");
  place.className = `notice ${tone}`;
  place.textContent = text;
  place.hidden = !text;
}

const forms = document.querySelectorAll("form[data-deed=offer]");
for (const form of forms) enable(form);
if (forms.length) {
  const follow = (text) => {
    dialog.close();
    fill(asking, text).catch(tellError);
  };
  const stop = enableScanning(follow, tellInDialog);
  dialog.addEventListener("close", () => {
    stop();
    tellInDialog("");
  });
}
