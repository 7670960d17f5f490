// Whose account a text names: 0x…, did:pkh:eip155:…, eip155:… (CAIP-10), or what wallets write into QR codes, ethereum:… (EIP-681).
import { Refusal } from "../errors.js";
import { getAddress, ZeroAddress } from "../ethers.js";
import { market, say } from "../page.js";

const DIGITS = 40;
const FORMS = [
  /^(?<account>0x.*)$/i,
  /^(?:did:pkh:)?eip155:(?<chain>[0-9]+):(?<account>0x[^#/?]*)$/i,
  /^ethereum:(?:pay-)?(?<account>0x[^@/?]*)(?:@(?<chain>[0-9]+))?(?:\?.*)?$/i,
];

/** Throws Refusal with what is wrong about the digits. */
function check(digits) {
  const wrong = digits.match(/[^0-9a-f]/i);
  if (wrong) throw new Refusal(say("account_sign", { sign: wrong[0] }));
  if (digits.length !== DIGITS) throw new Refusal(say("account_length", { count: digits.length }));
}

/** The account; Refusal where the text names none, one of another network, or a mistyped one. */
export function accountIn(text) {
  const bare = text.replace(/\s/g, "");
  const found = FORMS.map((form) => form.exec(bare)).find(Boolean)?.groups;
  if (!found) throw new Refusal(say("account_unread"));
  if (found.chain && BigInt(found.chain) !== BigInt(market.chain.id)) {
    throw new Refusal(say("account_elsewhere", { network: market.chain.name }));
  }
  check(found.account.slice(2));
  try {
    const account = getAddress(`0x${found.account.slice(2)}`);
    if (account !== ZeroAddress) return account;
  } catch {
    throw new Refusal(say("account_mistyped")); // capital and small letters are its check digits
  }
  throw new Refusal(say("account_unread"));
}
