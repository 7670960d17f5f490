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
chooser.value = role()?.name ?? "";
document.addEventListener("handover:account", ({ detail }) => {
  const played = market.devnet.roles.find(({ address }) => address.toLowerCase() === detail?.toLowerCase());
  if (!played) return;
  chooser.value = played.name;
  introduce(played);
});
document.getElementById("play").addEventListener("submit", (event) => {
  event.preventDefault();
  play(chooser.value);
  localStorage.setItem("handover.wallet", RDNS);
  recognise().catch(tellError);
});
enableClock();
enableOthers();
