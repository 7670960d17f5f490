// Offers that were looked at lately: which, is kept in this browser only, the latest first; the server writes them as they are
// now, in the reader's language, with who sells them, for the foot of the page.
import { data } from "./page.js";

const KEY = "handover.seen";
const MOST = 12;
const ID = /^0x[0-9a-f]{64}$/;

const section = document.getElementById("seen");
const now = data("seen-now");

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(found) ? found.filter((offer) => ID.test(offer?.id)).map(({ id }) => ({ id })) : [];
  } catch {
    return [];
  }
}

async function show(offers) {
  const asked = new URLSearchParams(offers.map(({ id }) => ["offer", id]));
  const answer = await fetch(`/seen?${asked}`).catch(() => null);
  if (!answer?.ok) return;
  const list = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-seen]");
  if (!list?.children.length) return;
  section.querySelector("ul").replaceWith(list);
  section.hidden = false;
}

const before = kept().filter(({ id }) => id !== now?.id);
if (now) localStorage.setItem(KEY, JSON.stringify([now, ...before].slice(0, MOST)));
if (before.length) show(before);
document.getElementById("forget-seen").addEventListener("click", () => {
  localStorage.removeItem(KEY);
  section.hidden = true;
});
