// The contracts that a seller calls.
import { Contract } from "../ethers.js";
import { ESCROW } from "../contracts.js";
import { market } from "../page.js";
import { IDENTITY, SELLER } from "./calls.js";

const READING = ESCROW.filter((call) => / view /.test(call) || call.startsWith("function withdraw("));

export const escrow = (runner) => new Contract(market.escrow, [...SELLER, ...READING], runner);
export const identity = (address, runner) => new Contract(address, IDENTITY, runner);
