// The practice market's bar: announces the devnet wallet like any other (EIP-6963), lets people choose a role, move time.
import { tellError } from "../../static/js/errors.js";
import { market, say, tell } from "../../static/js/page.js";
import { recognise } from "../../static/js/wallet.js";
import { enableClock } from "./clock.js";
import { enableOthers } from "./others.js";
import { isChosen, keep, play, provider, role } from "./provider.js";

const RDNS = "org.handover.devnet";
const info = Object.freeze({
  uuid: crypto.randomUUID?.() ?? "00000000-0000-4000-8000-000000031337",
  name: say("devnet_wallet"),
  icon: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='4' fill='%23c77d1a'/></svg>",
  rdns: RDNS,
});

function announce() {
  const detail = Object.freeze({ info, provider });
  window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
}

window.addEventListener("eip6963:requestProvider", announce);
announce();

/** Say whom the practice wallet plays, where nobody has chosen that, and where to. */
function introduce({ name, title }) {
  if (isChosen() || localStorage.getItem("handover.wallet") !== RDNS) return;
  keep(name);
  tell(say("played", { role: title }), "good");
}

const chooser = document.getElementById("role");
const MOVING = ["ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"];
let isMoving = false; // whether keys go through the closed list: then the choice waits until the list is left, or for Enter

/** Be whom the list says. */
async function beChosen() {
  const isPlayed = localStorage.getItem("handover.wallet") === RDNS && isChosen() && role().name === chooser.value;
  if (isPlayed || !chooser.value) return;
  localStorage.setItem("handover.wallet", RDNS);
  play(chooser.value);
  await recognise();
  tell(say("plays", { role: role().title }), "good");
}

const choose = () => beChosen().catch(tellError);

document.addEventListener("handover:account", ({ detail }) => {
  const played = market.devnet.roles.find(({ address }) => address.toLowerCase() === detail?.toLowerCase());
  const isPlaying = played && localStorage.getItem("handover.wallet") === RDNS;
  chooser.value = isPlaying ? played.name : "";
  if (isPlaying) introduce(played);
});
chooser.addEventListener("keydown", ({ key }) => {
  isMoving = MOVING.includes(key) || key.length === 1;
});
chooser.addEventListener("pointerdown", () => {
  isMoving = false;
});
chooser.addEventListener("change", () => !isMoving && choose());
chooser.addEventListener("blur", choose);
document.getElementById("play").addEventListener("submit", (event) => {
  event.preventDefault();
  choose();
});
enableClock();
enableOthers();
