// An order's proof page with what this browser opens of it: sealed documents go into the file with their content keys, to
// which they commit. Letters for one reader commit to none, and would prove nothing to another.
import { Refusal, tellError } from "./errors.js";
import { say } from "./page.js";
import { sealedOf } from "./papers.js";
import { save } from "./save.js";
import { encode64 } from "./sealing.js";

const PLACE = 'id="opened">[]<';

async function entry([hash, { key }]) {
  return { sha256: hash, body: new TextDecoder().decode(await sealedOf(hash)), key: encode64(key) };
}

async function made(url, provable) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Refusal(say("not_answered"));
  const entries = JSON.stringify(await Promise.all(provable.map(entry))).replaceAll("<", "\\u003c");
  return (await answer.text()).replace(PLACE, () => `id="opened">${entries}<`);
}

/** Offer the file where anything was opened that can be proved, and shown. */
export function offerProof(opened) {
  const provable = [...opened].filter(([, { plain, key }]) => plain && key);
  const place = document.getElementById("opened-proof");
  if (!place || !provable.length) return;
  const button = place.querySelector("button");
  place.hidden = false;
  button.addEventListener("click", () => {
    const { proof, name } = button.dataset;
    made(proof, provable).then((text) => save(new Blob([text], { type: "text/html" }), name), tellError);
  });
}
