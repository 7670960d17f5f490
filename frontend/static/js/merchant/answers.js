// Templates for answers, in both languages; what the merchant changes of them stays in this browser.
import { say } from "../page.js";
import { page } from "./account.js";

const KEPT = "handover.answers";

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? page.answers;
  } catch {
    return page.answers;
  }
}

const keep = (answers) => localStorage.setItem(KEPT, JSON.stringify(answers));

function option(answer, place) {
  return Object.assign(document.createElement("option"), { value: String(place), textContent: answer, lang: langOf(answer) });
}

const langOf = (text) => (/[\u4e00-\u9fff]/.test(text) ? "zh" : "en");

function show(select) {
  const none = Object.assign(document.createElement("option"), { value: "", textContent: say("no_template") });
  select.replaceChildren(none, ...kept().map(option));
}

/** Make a verb's dialog offer the templates. */
export function fillIn(verb) {
  const form = document.querySelector(`#${verb}-dialog form`);
  const { template, text } = form.elements;
  const [keepButton, forgetButton] = ["keep", "forget"].map((name) => form.querySelector(`[data-${name}]`));
  const showButtons = () => {
    keepButton.disabled = !text.value.trim();
    forgetButton.disabled = template.value === "";
  };
  const showAll = () => {
    show(template);
    showButtons();
  };
  showAll();
  text.oninput = showButtons;
  template.onchange = () => {
    text.value = kept()[template.value] ?? text.value;
    showButtons();
  };
  keepButton.onclick = () => {
    const written = text.value.trim();
    const answers = kept();
    if (template.value === "") answers.push(written);
    else answers[template.value] = written;
    keep(answers);
    showAll();
  };
  forgetButton.onclick = () => {
    keep(kept().filter((_, place) => String(place) !== template.value));
    showAll();
  };
}
