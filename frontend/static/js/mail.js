// Asking for mail about one's orders, and ending it: the wallet signs either.
import { Refusal, tellError } from "./errors.js";
import { market, now, say, tell } from "./page.js";
import { connect } from "./wallet.js";

const VALID_FOR = 600; // seconds
const form = document.getElementById("mail");

/** What is signed: the server builds the same text. */
function requestText(email, expires) {
  const wish = email ? [`To: ${email}`, `Language: ${market.language}`] : ["To: nobody any more"];
  const about = [`Escrow: ${market.escrow} on chain ${market.chain.id}`, `Valid until: ${expires}`];
  return ["Handover: send e-mail about my orders.", ...wish, ...about].join("\n");
}

async function ask(method, email) {
  const { account, provider } = await connect();
  const expires = Math.floor(now()) + VALID_FOR;
  const signature = await (await provider.getSigner(account)).signMessage(requestText(email, expires));
  const wish = email ? { email, language: market.language } : {};
  const answer = await fetch("/api/v1/notices", {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ account, expires, signature, ...wish }),
  });
  if (!answer.ok) throw new Refusal(say("refused_by_shop", { reason: (await answer.json()).error }));
  tell(say(email ? "mail_asked" : "mail_ended"), "good");
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask("PUT", form.elements.email.value.trim()).catch(tellError);
});
document.getElementById("no-mail").addEventListener("click", () => ask("DELETE", "").catch(tellError));
