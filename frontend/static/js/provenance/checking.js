// Checking lines of a journey against the chain, and documents against their hashes, in the reader's browser: what the wallet's
// own node says counts, not what this storefront does.
import { tellError } from "../errors.js";
import { Interface } from "../ethers.js";
import { data, market, say } from "../page.js";
import { sha256 } from "../sealing.js";
import { documentOf } from "../storefront.js";
import { connect } from "../wallet.js";
import { EVENTS } from "./contract.js";

const { lines } = data("checked");
const events = new Interface(EVENTS);

/** Whether the node has this very event, in this transaction and block, from the contract that this market knows. */
async function isLogged({ name, fields, transaction, block }, provider) {
  const fragment = events.getEvent(name);
  const { topics, data: words } = events.encodeEventLog(fragment, fragment.inputs.map((input) => fields[input.name]));
  const receipt = await provider.getTransactionReceipt(transaction);
  const isIt = (log) =>
    log.address.toLowerCase() === market.provenance.toLowerCase() && log.data === words && log.topics.join() === topics.join();
  return receipt?.blockNumber === block && receipt.logs.some(isIt);
}

const isDocument = (body, hash) => sha256(body).then((found) => found === hash);

/** What became of a document: "" where it is as the chain names it. */
async function documentFault(hash) {
  const body = await documentOf(hash);
  if (!body) return "check_document_missing";
  return (await isDocument(body, hash)) ? "" : "check_document_changed";
}

function show(place, key, values = {}) {
  const isGood = key.startsWith("checked");
  place.className = `checked fine ${isGood ? "good" : "bad"}`;
  place.textContent = `${isGood ? "✓" : "✗"} ${say(key, values)}`;
}

async function checkLine(button) {
  const line = lines[button.dataset.check];
  const { provider } = await connect();
  const place = button.nextElementSibling;
  if (!(await isLogged(line, provider))) return show(place, "check_not_logged");
  const fault = line.document && (await documentFault(line.document));
  if (fault) return show(place, fault);
  return show(place, line.document ? "checked_with_document" : "checked_line", { block: line.block });
}

async function checkDocument(button) {
  const fault = await documentFault(button.dataset.checkDocument);
  return show(button.nextElementSibling, fault || "checked_document");
}

/** Every line, one after the other; the wallet is asked once. */
async function checkAll() {
  for (const button of document.querySelectorAll("[data-check]")) await checkLine(button);
}

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

enable("[data-check]", checkLine);
enable("[data-check-document]", checkDocument);
enable("#check-all", checkAll);
