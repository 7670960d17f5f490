// Checking a published credential in the reader's browser: its bytes against the chain's hash, its issuer's signature, and the
// claim by the wallet's own node; what this storefront says of it does not count.
import { tellError } from "../errors.js";
import { Contract, getAddress, TypedDataEncoder, verifyTypedData } from "../ethers.js";
import { data, market, say } from "../page.js";
import { canonical, sha256 } from "../sealing.js";
import { connect } from "../wallet.js";
import { identity } from "./contract.js";

const claim = data("claim");
const HASH_DIGITS = 2 + 52; // of a document's hash that a claim has room for, with 0x
const ERC1271 = ["function isValidSignature(bytes32 digest, bytes signature) view returns (bytes4)"];
const YES = "0x1626ba7e";

const did = (account) => `did:pkh:eip155:${claim.chain}:${account}`;

/** Whether types cover all that is in a value: a field that nobody signed says nothing. */
function covers(types, type, value) {
  if (type.endsWith("[]")) return Array.isArray(value) && value.every((part) => covers(types, type.slice(0, -2), part));
  const fields = types[type];
  if (!fields) return typeof value !== "object";
  const names = fields.map(({ name }) => name).sort();
  return names.join() === Object.keys(value).sort().join() && fields.every((field) => covers(types, field.type, value[field.name]));
}

/** What was signed of a credential, under this market's Identity; null where its proof says otherwise. */
function signedOf({ proof: { eip712, proofValue, ...proof }, ...rest }) {
  const { EIP712Domain, ...types } = eip712.types;
  const domain = { name: "Handover", version: "1", chainId: claim.chain, verifyingContract: market.identity };
  const message = { ...rest, proof };
  const isHere = canonical(eip712.domain) === canonical(domain);
  return isHere && covers(types, eip712.primaryType, message) ? { domain, types, message, proofValue } : null;
}

async function isSigned(document, provider) {
  const signed = signedOf(document);
  if (!signed) return false;
  const { domain, types, message, proofValue } = signed;
  try {
    if (verifyTypedData(domain, types, message, proofValue) === getAddress(claim.issuer)) return true;
  } catch {
    // no key's signature: perhaps a contract's
  }
  const digest = TypedDataEncoder.hash(domain, types, message);
  const said = new Contract(claim.issuer, ERC1271, provider).isValidSignature(digest, proofValue);
  return (await said.catch(() => "")) === YES;
}

/** What is wrong with the claim on chain; "" where it holds. */
async function faultOnChain(document, provider) {
  const [found, latest] = await Promise.all([
    identity(provider).claim(claim.issuer, claim.subject, claim.word),
    provider.getBlock("latest"),
  ]);
  if (!found.issued) return "identity_not_issued";
  if (found.revoked) return "identity_revoked";
  if (found.declined) return "identity_declined";
  if (found.document.slice(0, HASH_DIGITS) !== claim.document.slice(0, HASH_DIGITS)) return "identity_changed";
  const until = BigInt(Date.parse(document.expirationDate) / 1000);
  return BigInt(latest.timestamp) < found.expires && found.expires === until ? "" : "identity_expired";
}

async function fault(provider) {
  const answer = await fetch(`/api/v1/credentials/${claim.document.slice(2)}`, { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return "identity_missing";
  const body = new Uint8Array(await answer.arrayBuffer());
  if ((await sha256(body)) !== claim.document) return "identity_changed";
  const document = JSON.parse(new TextDecoder().decode(body));
  const { id, kind } = document.credentialSubject;
  if (document.issuer !== did(claim.issuer) || id !== did(claim.subject) || kind !== claim.kind) return "identity_elsewhere";
  if (!(await isSigned(document, provider))) return "identity_not_signed";
  return faultOnChain(document, provider);
}

async function check() {
  const { provider } = await connect();
  const found = await fault(provider);
  const place = document.getElementById("checked-here");
  place.className = `notice checked-result ${found ? "bad" : "good"}`;
  place.textContent = say(found || "identity_holds");
  place.hidden = false;
}

const button = document.getElementById("check-here");
button.hidden = false;
button.addEventListener("click", () => {
  button.disabled = true;
  check()
    .catch(tellError)
    .finally(() => {
      button.disabled = false;
      button.focus({ preventScroll: true });
    });
});
