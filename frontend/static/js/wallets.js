// Finding the browser's wallets: EIP-6963, or else window.ethereum. https://eips.ethereum.org/EIPS/eip-6963
import { say } from "./page.js";

const found = new Map();

window.addEventListener("eip6963:announceProvider", ({ detail }) => {
  if (detail?.info?.rdns && detail.provider) found.set(detail.info.rdns, detail);
});

/** Every wallet that has announced itself: { info: { rdns, name, icon }, provider }. */
export function wallets() {
  window.dispatchEvent(new Event("eip6963:requestProvider"));
  if (found.size === 0 && window.ethereum) {
    return [{ info: { rdns: "window.ethereum", name: say("browser_wallet") }, provider: window.ethereum }];
  }
  return [...found.values()];
}
