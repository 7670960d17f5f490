// Signing in (EIP-4361): the shop writes the message, the wallet signs it, the shop remembers the account.
import { Refusal, tellError } from "./errors.js";
import { data, keepFocus, say, tell } from "./page.js";
import { connect } from "./wallet.js";

const { origin, next, token } = data("sign-in-data");
const button = document.getElementById("sign-in");

async function post(path, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => null);
  const said = await answer?.json().catch(() => null);
  if (!answer?.ok) throw new Refusal(said?.error ?? say("not_answered"));
  return said;
}

async function signIn() {
  if (location.origin !== origin) throw new Refusal(say("other_origin", { origin }));
  const { account, provider } = await connect();
  const { message } = await post("/sign-in/message", { account });
  tell(say("sign_in_wallet"));
  const signature = await (await provider.getSigner(account)).signMessage(message);
  await post("/sign-in", { message, signature });
  location.replace(next);
}

button.hidden = false;
button.addEventListener("click", () => {
  const focusAgain = keepFocus();
  button.disabled = true;
  signIn()
    .catch(tellError)
    .finally(() => {
      button.disabled = false;
      focusAgain();
    });
});
