// Notifications while a page of orders is open: asks the public list gently, and only while somebody looks at the page.
import { data, say } from "./page.js";
import { onAccount } from "./wallet.js";

const KEY = "handover.notify"; // { account, told: { order id: "status, round" } }
const ASK_AGAIN = 60_000; // milliseconds
const button = document.getElementById("notify");
const kept = () => JSON.parse(localStorage.getItem(KEY) ?? "null");
const keep = (state) => localStorage.setItem(KEY, JSON.stringify(state));
const permitted = () => "Notification" in window && Notification.permission === "granted";

/** What waits for an account as the buyer: [order id, "status, round", title]. */
async function waiting(account) {
  const answer = await fetch(`/api/v1/orders?awaited=${account}&buyer=${account}&limit=100`);
  if (!answer.ok) return null;
  const { items } = await answer.json();
  return items
    .filter(({ given }) => !given)
    .map(({ id, status, round, offer }) => [id, `${status}, ${round}`, offer.document?.title]);
}

const inWords = (title) => title?.[document.documentElement.lang.slice(0, 2)] ?? Object.values(title ?? {})[0] ?? "";

function show(id, title) {
  const notification = new Notification(say("waits_for_you"), { body: inWords(title), tag: id, icon: "/static/favicon.svg" });
  notification.addEventListener("click", () => {
    window.focus();
    location.assign(`/orders/${id}`);
  });
}

async function check() {
  const state = kept();
  if (!state || !permitted() || document.visibilityState !== "visible") return;
  const found = await waiting(state.account).catch(() => null);
  if (!found) return;
  for (const [id, what, title] of found) if (state.told[id] !== what) show(id, title);
  keep({ account: state.account, told: Object.fromEntries(found) });
}

/** Begin for an account; what waits already is on the page, and needs no notification. */
async function begin(account) {
  if ((await Notification.requestPermission()) !== "granted") return;
  keep({ account, told: Object.fromEntries((await waiting(account)) ?? []) });
}

function showState() {
  const isOn = kept() !== null && permitted();
  button.setAttribute("aria-pressed", String(isOn));
  button.querySelector(".label").textContent = say(isOn ? "notifying" : "notify");
}

function offer(account) {
  document.getElementById("notices").hidden = false;
  if (!("Notification" in window)) return;
  for (const id of ["notify", "notify-hint"]) document.getElementById(id).hidden = false;
  showState();
  button.addEventListener("click", async () => {
    if (kept() && permitted()) localStorage.removeItem(KEY);
    else await begin(account);
    showState();
  });
}

if (button) offer(data("my-orders").account);
onAccount((account) => {
  const state = kept();
  if (state && account && state.account.toLowerCase() !== account.toLowerCase()) localStorage.removeItem(KEY);
});
check();
setInterval(check, ASK_AGAIN);
document.addEventListener("visibilitychange", check);
