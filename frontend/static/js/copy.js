// Copy buttons: `<button data-copy="text">`.
import { say } from "./page.js";

export function enableCopying() {
  document.addEventListener("click", async ({ target }) => {
    const button = target.closest?.("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    const label = button.querySelector(".label") ?? button;
    const before = label.textContent;
    label.textContent = say("copied");
    setTimeout(() => (label.textContent = before), 2000);
  });
}
