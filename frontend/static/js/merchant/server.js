// What the dashboard asks of its storefront: checks by the same code that the scripts use.
import { Refusal } from "../errors.js";
import { say } from "../page.js";
import { page } from "./account.js";

/** Post to the dashboard: an object as JSON, or a form with files; throws Refusal with the storefront's sentence. */
export async function post(path, body) {
  const isForm = body instanceof FormData;
  const headers = { "X-CSRFToken": page.token, ...(isForm ? {} : { "Content-Type": "application/json" }) };
  const sent = { method: "POST", headers, body: isForm ? body : JSON.stringify(body) };
  const answer = await fetch(path, sent).catch(() => null);
  const said = await answer?.json().catch(() => null);
  if (!answer?.ok) throw new Refusal(said?.error ?? say("not_answered"));
  return said;
}
