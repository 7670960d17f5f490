// Importing a catalogue: looked at first, with every problem by its row, then published batch by batch.
import { money } from "../amounts.js";
import { Refusal, tellError } from "../errors.js";
import { say, tell, tellAfterwards } from "../page.js";
import { reconnected } from "./account.js";
import { attempt } from "./deeds.js";
import { reencoded } from "../pictures.js";
import { showUnit } from "./fields.js";
import * as publishing from "./publishing.js";
import { post } from "./server.js";

const TERMS = ["currency", "shipping", "ship_within", "deliver_within", "inspect_within", "carrier", "arbiter", "return_policy"];

const form = document.getElementById("import-form");
const preview = document.getElementById("preview");
const publishButton = document.getElementById("publish");
const progress = document.getElementById("progress");
const begun = document.getElementById("unfinished");
const columns = [...preview.querySelectorAll("thead th")].map(({ textContent }) => textContent);
const MOST_REASONS = 5; // that are told above the list
let found = []; // offers that can be published
let pictures = [];

async function reencodedAll(files) {
  const all = [];
  for (const [place, file] of [...files].entries()) {
    tell(say("pictures_progress", { done: place, count: files.length }));
    all.push(await reencoded(file));
  }
  return all;
}

function cell(text, className = "") {
  return Object.assign(document.createElement("td"), { textContent: text, className, role: "cell" });
}

function row(label, cells) {
  const line = Object.assign(document.createElement("tr"), { role: "row" });
  const head = Object.assign(document.createElement("th"), { textContent: label, scope: "row", role: "rowheader" });
  for (const [place, one] of cells.entries()) one.dataset.label = columns[place + 1];
  line.append(head, ...cells);
  return line;
}

const soundRow = ({ label, offer, cap, pictures: shown }, notes) =>
  row(label, [
    cell(money(BigInt(offer.price), offer.currency), "number amount"),
    cell(cap, "number"),
    cell(String(shown.length), "number"),
    cell(notes.get(label.split("/")[0]) ?? notes.get(label) ?? say("is_fine")),
  ]);

const problemRow = ({ label, problem }) =>
  row(label || say("the_file"), [cell(""), cell(""), cell(""), cell(problem, "problem")]);

/** Why some cannot be published: each reason once, with those that it holds for. */
function showLeftOut(problems) {
  const labels = new Map();
  for (const { label, problem } of problems) labels.set(problem, [...(labels.get(problem) ?? []), label || say("the_file")]);
  const reasons = [...labels].map(([problem, its]) =>
    its.length > 1 ? say("left_out_many", { problem, count: its.length }) : say("of_label", { label: its[0], problem }),
  );
  const told = reasons.slice(0, MOST_REASONS);
  if (reasons.length > told.length) told.push(say("left_out_more", { count: reasons.length - told.length }));
  const place = document.getElementById("left-out");
  place.hidden = problems.length === 0;
  place.querySelector("p").textContent = say("left_out", { count: problems.length });
  const items = told.map((text) => Object.assign(document.createElement("li"), { textContent: text }));
  place.querySelector("ul").replaceChildren(...items);
}

function show({ listings, problems, notes = [], missing = [] }) {
  found = listings;
  const noted = new Map(notes.map(({ label, problem }) => [label, problem]));
  const rows = [...problems.map(problemRow), ...listings.map((listing) => soundRow(listing, noted))];
  preview.querySelector("tbody").replaceChildren(...rows);
  const summary = listings.length ? say("offers_found", { count: listings.length }) : say("nothing_found");
  document.getElementById("found").textContent = summary;
  showLeftOut(problems);
  const lacking = document.getElementById("missing");
  lacking.hidden = missing.length === 0;
  lacking.querySelector(".as-written").textContent = missing.join("\n");
  publishButton.textContent = say(listings.length === 1 ? "publish_one" : "publish_offers", { count: listings.length });
  publishButton.hidden = listings.length === 0;
  preview.hidden = false;
  preview.scrollIntoView({ block: "start" });
}

async function look() {
  const [file] = form.elements.file.files;
  if (!file) throw new Refusal(say("file_missing"));
  pictures = await reencodedAll(form.elements.pictures.files);
  tell(say("checking"));
  const terms = {
    defaults: Object.fromEntries(TERMS.map((name) => [name, form.elements[name].value.trim()])),
    rate: form.elements.rate.value.trim(),
    units: form.elements.units.value.trim(),
    encoding: form.elements.encoding.value,
    pictures: Object.fromEntries(pictures.map(({ file: name, name: hash }) => [name, hash])),
  };
  const body = new FormData();
  body.append("file", file);
  body.append("terms", JSON.stringify(terms));
  const answer = await post("/dashboard/import/check", body);
  for (const listing of answer.listings) await publishing.check(listing);
  show(answer);
  tell("");
}

async function goOn() {
  progress.hidden = false;
  const count = await publishing.goOn((done, all) => Object.assign(progress, { max: all, value: done }));
  tellAfterwards(say("published", { count }));
  location.assign("/dashboard/offers");
}

async function publish() {
  if (!(await publishing.asked(found))) return;
  await publishing.begin(form.elements.file.files[0].name, found, pictures);
  await goOn();
}

async function showUnfinished() {
  const work = await publishing.unfinished();
  if (!work) return;
  const { provider } = await reconnected();
  const { done, count } = await publishing.progressOf(work, provider);
  begun.querySelector("p").textContent = say("unfinished", { done, count, name: work.name });
  begun.hidden = false;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(look);
});
publishButton.addEventListener("click", () => attempt(publish, showUnfinished));
document.getElementById("go-on").addEventListener("click", () => attempt(goOn));
document.getElementById("give-up").addEventListener("click", () =>
  attempt(async () => {
    await publishing.giveUp();
    begun.hidden = true;
    form.elements.file.focus();
  }),
);
document.getElementById("look").disabled = false;
showUnit(form);
showUnfinished().catch(tellError);
