// Asking before something is done: the page's own question, which is answered by yes or no.

/** Resolve to whether somebody agrees to a sentence. */
export function agreed(sentence) {
  const dialog = document.getElementById("agree");
  dialog.querySelector("p").textContent = sentence;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
