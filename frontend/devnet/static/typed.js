// Typed data in words, for the practice wallet's question: what the message says, not what the page says of it.
import { money, short } from "../../static/js/amounts.js";
import { moment } from "../../static/js/countdown.js";
import { kindName } from "../../static/js/identity/kinds.js";
import { say } from "../../static/js/page.js";
import { currencyLentBy, nameOf } from "./names.js";

const KINDS = { 1: "prompt_refund", 2: "prompt_return", 3: "prompt_exchange" };

/** An amount of an order in its currency; bare where this market does not know the order. */
async function amountOf({ order_id: id, amount }) {
  const answer = await fetch(`/api/v1/orders/${id}`).catch(() => null);
  const order = answer?.ok ? await answer.json() : null;
  return order ? money(BigInt(amount), order.offer.price.currency) : amount;
}

async function action(message) {
  const said = say(`prompt_act_${message.verb}`, {
    order: short(message.order_id),
    amount: await amountOf(message),
    kind: message.kind in KINDS ? say(KINDS[message.kind]) : "",
    until: moment(message.until),
  });
  return `${said}\n\n${say("prompt_act_holds", { until: moment(message.expires) })}`;
}

const authorization = async ({ to, value, validBefore, nonce }, { verifyingContract: currency }) =>
  say(currencyLentBy(to) ? "prompt_authorization_later" : "prompt_authorization", {
    to: await nameOf(to),
    amount: money(BigInt(value), currency),
    until: moment(validBefore),
    nonce,
  });

const permit = async ({ spender, value, deadline }, { verifyingContract: currency }) =>
  say("prompt_permit", {
    spender: await nameOf(spender),
    amount: money(BigInt(value), currency),
    until: moment(deadline),
  });

/** A credential that its subject presents to a storefront. */
const presentation = async ({ verifiableCredential: { issuer, credentialSubject }, proof }) =>
  say("prompt_present", {
    storefront: proof.domain,
    kind: kindName(credentialSubject.kind),
    issuer: await nameOf(issuer.split(":").at(-1)),
  });

const WORDED = { Action: action, ReceiveWithAuthorization: authorization, Permit: permit, VerifiablePresentation: presentation };

/** What somebody would agree to by signing; anything of an unknown kind as it is. */
export async function describedTyped({ primaryType, message, domain }) {
  const worded = WORDED[primaryType];
  return worded ? worded(message, domain) : `${say("prompt_sign")}\n\n${JSON.stringify(message, null, 1)}`;
}
