// The list of steps on a page: which are done, and which one is being taken.

/** Go to a step by its name; those before it are done. */
export function step(name) {
  let reached = false;
  for (const item of document.querySelectorAll(".steps [data-step]")) {
    const isCurrent = item.dataset.step === name;
    reached ||= isCurrent;
    item.toggleAttribute("data-done", !reached);
    if (isCurrent) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  }
}
