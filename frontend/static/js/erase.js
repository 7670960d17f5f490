// Erasing an order's delivery details from this storefront: its buyer or its seller signs a request.
import { tellError, Refusal } from "./errors.js";
import { data, market, now, say, tellAfterwards } from "./page.js";
import { connect } from "./wallet.js";

const VALID_FOR = 600; // seconds
const { order } = data("order");
const button = document.getElementById("erase");
const sealed = button.dataset.document;

/** What is signed: the server builds the same text. */
function requestText(expires) {
  return [
    "Handover: erase the delivery details of an order.",
    `Document: ${sealed}`,
    `Escrow: ${market.escrow} on chain ${market.chain.id}`,
    `Valid until: ${expires}`,
  ].join("\n");
}

async function erase() {
  const { account, provider } = await connect();
  if (![order.buyer, order.offer.seller].includes(account)) throw new Refusal(say("not_yours_to_erase"));
  const expires = Math.floor(now()) + VALID_FOR;
  const signature = await (await provider.getSigner(account)).signMessage(requestText(expires));
  const answer = await fetch(`/api/v1/documents/${sealed}`, {
    method: "DELETE",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ account, expires, signature }),
  });
  if (!answer.ok) throw new Refusal(say("refused_by_shop", { reason: (await answer.json()).error }));
  tellAfterwards(say("erased"));
  location.reload();
}

button.hidden = false;
button.addEventListener("click", () => erase().catch(tellError));
