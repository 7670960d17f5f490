// Offers that were looked at lately: kept in this browser only, the latest first, shown at the foot of the page.
import { data } from "./page.js";

const KEY = "handover.seen";
const MOST = 12;
const ID = /^0x[0-9a-f]{64}$/;
const PICTURE = /^\/api\/v1\/documents\/0x[0-9a-f]{64}$/;

const section = document.getElementById("seen");
const now = data("seen-now");

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(found) ? found.filter((offer) => ID.test(offer?.id)) : [];
  } catch {
    return [];
  }
}

function entry({ id, title, price, picture }) {
  const link = document.createElement("a");
  link.href = `/offers/${id}`;
  if (PICTURE.test(picture)) {
    const image = new Image(96, 96);
    Object.assign(image, { src: picture, alt: "", loading: "lazy" });
    link.append(image);
  }
  const name = document.createElement("bdi");
  name.textContent = title || id.slice(0, 10);
  const cost = document.createElement("span");
  cost.className = "fine amount";
  cost.textContent = price;
  link.append(name, cost);
  const item = document.createElement("li");
  item.append(link);
  return item;
}

const before = kept().filter(({ id }) => id !== now?.id);
if (now) localStorage.setItem(KEY, JSON.stringify([now, ...before].slice(0, MOST)));
if (before.length) {
  section.querySelector("ul").append(...before.map(entry));
  section.hidden = false;
}
document.getElementById("forget-seen").addEventListener("click", () => {
  localStorage.removeItem(KEY);
  section.hidden = true;
});
