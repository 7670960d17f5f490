// A wallet for people who have none, on a devnet only: an EIP-1193 provider that lets the node's unlocked accounts sign.
import { market, say } from "../../static/js/page.js";

const ROLE = "handover.role";
const DECLINED = 4001;
const UNKNOWN_CHAIN = 4902;
const TYPED = "eth_signTypedData_v4";
const SIGNING = ["eth_sendTransaction", "personal_sign", TYPED];

let calls = 0;

/** One JSON-RPC call to the devnet's node; throws its error with code and data. */
export async function rpc(method, params = []) {
  const body = JSON.stringify({ jsonrpc: "2.0", id: ++calls, method, params });
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(market.devnet.rpc, { method: "POST", headers, body });
  const { result, error } = await answer.json();
  if (error) throw Object.assign(new Error(error.message), error);
  return result;
}

function fail(code, message) {
  throw Object.assign(new Error(message), { code });
}

/** The role that is played: { name, title, address }; undefined while the node is down. */
export function role() {
  const { roles } = market.devnet;
  const kept = localStorage.getItem(ROLE);
  return roles.find(({ name }) => name === kept) ?? roles[0];
}

/** The typed data that somebody is asked to sign; wallets take them as a text, too. */
export const typedIn = ([, given]) => (typeof given === "string" ? JSON.parse(given) : given);

/** Whether somebody has chosen whom to play, or been told. */
export const isChosen = () => localStorage.getItem(ROLE) !== null;

const listeners = new Set();

/** Remember whom to play. */
export const keep = (name) => localStorage.setItem(ROLE, name);

/** Play another role. */
export function play(name) {
  keep(name);
  for (const listener of listeners) listener([role().address]);
}

async function sign(method, params) {
  const { asked } = await import("./prompt.js");
  if (!(await asked(role(), method, params))) fail(DECLINED, say("declined"));
  return rpc(method, method === TYPED ? [params[0], typedIn(params)] : params);
}

async function switchTo({ chainId }) {
  if (BigInt(chainId) !== BigInt(await rpc("eth_chainId"))) fail(UNKNOWN_CHAIN, "Unrecognized chain");
  return null;
}

export const provider = {
  async request({ method, params = [] }) {
    if (method === "eth_requestAccounts" || method === "eth_accounts") return role() ? [role().address] : [];
    if (method === "wallet_switchEthereumChain") return switchTo(params[0]);
    return SIGNING.includes(method) ? sign(method, params) : rpc(method, params);
  },
  on(event, listener) {
    if (event === "accountsChanged") listeners.add(listener);
  },
  removeListener(_event, listener) {
    listeners.delete(listener);
  },
};
