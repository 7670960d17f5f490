// Checking lines of a journey against the chain, and documents against their hashes, in the reader's browser: what a node says
// counts, not what this storefront does.
import { tellError } from "../errors.js";
import { Interface } from "../ethers.js";
import { data, inARow, market, say } from "../page.js";
import { sha256 } from "../sealing.js";
import { documentOf } from "../storefront.js";
import { EVENTS } from "./contract.js";
import { reader } from "./node.js";

const { lines } = data("checked");
const events = new Interface(EVENTS);
const summary = document.getElementById("checked-all");

/** By what was found: its mark, and how it looks. A document that is not here speaks neither for nor against. */
const MARKS = { good: "✓", unsure: "?", bad: "✗" };

/** Receipts of a node, each asked for once. */
function receipts(provider) {
  const found = new Map();
  return (hash) => {
    if (!found.has(hash)) found.set(hash, provider.getTransactionReceipt(hash));
    return found.get(hash);
  };
}

/** Whether the node has this very event, in this transaction and block, from the contract that this market knows. */
async function isLogged({ name, fields, transaction, block }, receiptOf) {
  const fragment = events.getEvent(name);
  const { topics, data: words } = events.encodeEventLog(fragment, fragment.inputs.map((input) => fields[input.name]));
  const receipt = await receiptOf(transaction);
  const isIt = (log) =>
    log.address.toLowerCase() === market.provenance.toLowerCase() && log.data === words && log.topics.join() === topics.join();
  return receipt?.blockNumber === block && receipt.logs.some(isIt);
}

/** What became of a document: [what was found, the key of its words]. */
async function documentFound(hash) {
  const body = await documentOf(hash);
  if (!body) return ["unsure", "check_document_missing"];
  return (await sha256(body)) === hash ? ["good", "checked_document"] : ["bad", "check_document_changed"];
}

async function lineFound(line, receiptOf) {
  if (!(await isLogged(line, receiptOf))) return ["bad", "check_not_logged"];
  if (!line.document) return ["good", "checked_line"];
  const [found, key] = await documentFound(line.document);
  return [found, { good: "checked_with_document", unsure: "check_without_document", bad: key }[found]];
}

/** Show what was found; it is read out but where many are checked at once. */
function show(place, [found, key], { values = {}, isQuiet = false } = {}) {
  place.setAttribute("aria-live", isQuiet ? "off" : "polite");
  place.className = `checked fine ${found}`;
  place.textContent = `${MARKS[found]} ${say(key, values)}`;
}

async function checkLine(button, receiptOf, isQuiet) {
  const line = lines[button.dataset.check];
  const told = button.closest(".told");
  const outcome = await lineFound(line, receiptOf);
  show(told.querySelector(".checked"), outcome, { values: { block: line.block }, isQuiet });
  return { found: outcome[0], told, title: told.querySelector("strong").textContent };
}

async function checkOne(button) {
  const { provider } = await reader();
  await checkLine(button, receipts(provider), false);
}

const among = (results, found) => results.filter((one) => one.found === found);
const titles = (results) => results.map(({ title }) => title).join("; ");

/** What was found beside the heading of each stage; one in which something does not hold is unfolded. */
function showStages(results) {
  for (const stage of document.querySelectorAll(".stages details:has(.stage-head)")) {
    const own = results.filter(({ told }) => stage.contains(told));
    const worst = ["bad", "unsure", "good"].find((found) => among(own, found).length);
    const place = stage.querySelector(".stage-checked");
    place.className = `stage-checked checked fine ${worst}`;
    place.textContent = `${MARKS[worst]} ${say("checked_of", { good: among(own, "good").length, all: own.length })}`;
    if (worst !== "good") stage.open = true;
  }
}

function showSummary(results, asked) {
  const [good, unsure, bad] = ["good", "unsure", "bad"].map((found) => among(results, found));
  summary.className = `checked notice ${bad.length ? "bad" : unsure.length ? "warn" : "good"}`;
  summary.textContent = inARow(
    say("checked_all", { good: good.length, all: results.length }),
    bad.length ? say("check_all_bad", { lines: titles(bad) }) : "",
    unsure.length ? say("check_all_unsure", { lines: titles(unsure) }) : "",
    asked,
  );
}

/** Every line on the page, of one node. */
async function checkAll() {
  const { provider, asked } = await reader();
  const receiptOf = receipts(provider);
  const buttons = [...document.querySelectorAll("[data-check]")];
  const results = await Promise.all(buttons.map((button) => checkLine(button, receiptOf, true)));
  showStages(results);
  showSummary(results, asked);
}

const checkDocument = async (button) => show(button.nextElementSibling, await documentFound(button.dataset.checkDocument));

function enable(selector, check) {
  for (const button of document.querySelectorAll(selector)) {
    button.hidden = false;
    button.addEventListener("click", () => {
      button.disabled = true;
      check(button)
        .catch(tellError)
        .finally(() => (button.disabled = false));
    });
  }
}

enable("[data-check]", checkOne);
enable("[data-check-document]", checkDocument);
enable("#check-all", checkAll);
