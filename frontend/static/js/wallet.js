// The connection to one wallet: choosing it, its account, and the right network.
import { declined, Refusal } from "./errors.js";
import { market, say } from "./page.js";
import { wallets } from "./wallets.js";

const REMEMBERED = "handover.wallet";
const POLL_MILLISECONDS = 1000;
const watched = new WeakSet();

/** Ask the shopper which wallet to use; null when the dialog is closed. */
function choose(list) {
  const dialog = document.getElementById("wallets");
  const choices = list.map((wallet) => {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { className: "button wide", type: "button" });
    if (/^data:image\//.test(wallet.info.icon ?? "")) {
      const icon = Object.assign(document.createElement("img"), { alt: "" });
      icon.addEventListener("error", () => icon.remove());
      icon.src = wallet.info.icon;
      button.append(icon);
    }
    button.append(wallet.info.name);
    button.addEventListener("click", () => dialog.close(wallet.info.rdns));
    item.append(button);
    return item;
  });
  dialog.querySelector(".choices").replaceChildren(...choices);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    const answer = () => resolve(list.find(({ info }) => info.rdns === dialog.returnValue) ?? null);
    dialog.addEventListener("close", answer, { once: true });
  });
}

async function pick() {
  const list = wallets();
  if (list.length === 0) throw new Refusal(say(market.devnet ? "no_wallet_practice" : "no_wallet"));
  const remembered = list.find(({ info }) => info.rdns === localStorage.getItem(REMEMBERED));
  const wallet = remembered ?? (list.length === 1 ? list[0] : await choose(list));
  if (!wallet) throw new Refusal(say("no_wallet_chosen"));
  return wallet;
}

const isUnknownChain = (error) => [error?.code, error?.data?.originalError?.code].includes(4902);

/** Ask the wallet to change to a chain, and to add it where the wallet does not know it. */
async function askForChain(provider, chainId) {
  try {
    await provider.request({ method: "wallet_switchEthereumChain", params: [{ chainId }] });
  } catch (error) {
    if (!isUnknownChain(error) || !market.chain.rpc) throw error;
    const { name: chainName, coin: nativeCurrency, rpc } = market.chain;
    const params = [{ chainId, chainName, nativeCurrency, rpcUrls: [rpc] }];
    await provider.request({ method: "wallet_addEthereumChain", params });
  }
}

/** Bring the wallet to the market's chain. A shopper who declines is told which network it takes. */
async function switchChain(provider) {
  const chainId = `0x${market.chain.id.toString(16)}`;
  const isRight = async () => BigInt(await provider.request({ method: "eth_chainId" })) === BigInt(chainId);
  if (await isRight()) return;
  await askForChain(provider, chainId).catch((error) => {
    if (!declined(error)) throw error;
  });
  if (!(await isRight())) throw new Refusal(say("wrong_network", { network: market.chain.name }));
}

/** What actions work with. The library behind it is large: a page on which nobody acts is spared it. */
async function connection(wallet, account) {
  const { BrowserProvider, getAddress } = await import("./ethers.js");
  const provider = new BrowserProvider(wallet.provider, "any");
  provider.pollingInterval = POLL_MILLISECONDS;
  return { provider, account: getAddress(account), rdns: wallet.info.rdns };
}

let announced; // undefined until the first time

function announce(account) {
  announced = account;
  document.dispatchEvent(new CustomEvent("handover:account", { detail: account }));
}

function watch(wallet) {
  if (watched.has(wallet.provider)) return;
  watched.add(wallet.provider);
  wallet.provider.on?.("accountsChanged", (accounts) => announce(accounts[0] ?? null));
}

/** Call a listener with the connected account (null for none), now where it is known, and whenever it changes. */
export function onAccount(listener) {
  if (announced !== undefined) listener(announced);
  document.addEventListener("handover:account", ({ detail }) => listener(detail));
}

/** Connect to the shopper's wallet on the market's chain: { provider, account }. Throws Refusal or the wallet's error. */
export async function connect() {
  const wallet = await pick();
  const accounts = await wallet.provider.request({ method: "eth_requestAccounts" });
  if (!accounts?.length) throw new Refusal(say("wallet_locked"));
  await switchChain(wallet.provider);
  localStorage.setItem(REMEMBERED, wallet.info.rdns);
  watch(wallet);
  const connected = await connection(wallet, accounts[0]);
  announce(connected.account);
  return connected;
}

/** Announce the account of an earlier page, asking nothing: { wallet, account }, or null where there is none. */
export async function recognise() {
  const remembered = localStorage.getItem(REMEMBERED);
  const wallet = remembered && wallets().find(({ info }) => info.rdns === remembered);
  if (!wallet) return null;
  const accounts = await wallet.provider.request({ method: "eth_accounts" }).catch(() => []);
  if (!accounts.length) return null;
  watch(wallet);
  announce(accounts[0]);
  return { wallet, account: accounts[0] };
}

/** The connection of an earlier page, asking nothing; null where there is none. */
export async function reconnect() {
  const known = await recognise();
  return known && connection(known.wallet, known.account);
}

/** Forget which wallet was used. */
export function disconnect() {
  localStorage.removeItem(REMEMBERED);
  announce(null);
}
