// What pages ask of Identity about claims, and the one call of a claim's subject.
import { Contract } from "../ethers.js";
import { market } from "../page.js";

export const CALLS = ["function decline(address issuer, bytes32 kind, bool declined)"];

const VIEWS = [
  "function claim(address issuer, address subject, bytes32 kind) view returns (tuple(bool issued, bool revoked, bool declined, uint256 expires, bytes32 document))",
];

export const identity = (runner) => new Contract(market.identity, [...CALLS, ...VIEWS], runner);
