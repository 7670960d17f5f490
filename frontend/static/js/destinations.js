// Whether everything in the cart is sent to the country that was chosen.
import { Refusal } from "./errors.js";
import { say } from "./page.js";

const isSentTo = (line, code) => line.ships_to === "any" || line.ships_to.includes(code);
const chosen = (select) => ({ code: select.value, country: select.selectedOptions[0]?.textContent ?? "" });

/** Mark the lines that are not sent to the chosen country, and say so beside it. */
export function markDestinations(select, lines) {
  const { code, country } = chosen(select);
  for (const line of lines) {
    const isMissing = code && !isSentTo(line, code);
    const place = document.querySelector(`[data-line="${line.id}"] .error`);
    place.textContent = isMissing ? say("not_sent_there", { country }) : "";
  }
  const isAll = !code || lines.every((line) => isSentTo(line, code));
  document.getElementById(`${select.id}-error`).textContent = isAll ? "" : say("not_all_sent_there", { country });
  if (isAll) select.removeAttribute("aria-invalid");
  else select.setAttribute("aria-invalid", "true");
}

/** Throw Refusal where a line is not sent to the chosen country. */
export function checkDestinations(select, lines) {
  const { code, country } = chosen(select);
  if (!lines.every((line) => isSentTo(line, code))) throw new Refusal(say("not_all_sent_there", { country }));
}
