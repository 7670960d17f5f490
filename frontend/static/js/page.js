// What the server put into the page for its scripts: facts of the market, terms, words in the reader's language.

/** The parsed JSON of a data block, or null where the page has none. */
export function data(id) {
  const block = document.getElementById(id);
  return block && JSON.parse(block.textContent);
}

export const market = data("market");
const words = data("words");

/** A sentence in the reader's language; `{name}` stands for `values.name`. */
export function say(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Sentences one after the other, as the reader's language sets them. */
export const inARow = (...sentences) => sentences.filter(Boolean).join(market.language === "zh" ? "" : " ");

/** Whether the page has words for this key. */
export const hasWords = (key) => key in words;

/** Seconds since 1970 by the chain's clock: its latest block's time plus what has passed since. */
export function now() {
  return market.now + performance.now() / 1000;
}

/** Show one sentence to everybody, screen readers included; tone is "", "good", "warn" or "bad". */
export function tell(text, tone = "") {
  const place = document.getElementById("status");
  place.className = `notice ${tone}`;
  place.textContent = text;
  place.hidden = !text;
  if (text) place.scrollIntoView({ block: "nearest" });
}

/** Remember what was pressed: the answer gives it the focus back, where a dialog or its disabling has taken that. */
export function keepFocus() {
  const pressed = document.activeElement;
  return () => {
    const { activeElement, body } = document;
    const isLost = activeElement === body || activeElement.closest("dialog:not([open])");
    if (isLost) pressed.focus({ preventScroll: true });
  };
}

const AFTERWARDS = "handover.afterwards";

/** Keep a sentence for the next page of this tab. */
export function tellAfterwards(text) {
  sessionStorage.setItem(AFTERWARDS, text);
}

/** Show the sentence that the last page left, and not the place where that page was being read. */
export function tellWhatWasLeft() {
  const text = sessionStorage.getItem(AFTERWARDS);
  sessionStorage.removeItem(AFTERWARDS);
  if (!text) return;
  history.scrollRestoration = "manual";
  addEventListener("pagehide", () => (history.scrollRestoration = "auto"));
  tell(text, "good");
}
