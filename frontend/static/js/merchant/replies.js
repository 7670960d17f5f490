// A seller's replies to reviews: each by a form of its own, published once.
import { guessed, ofReply, tidy } from "../reviews/documents.js";
import { isSaid, reviews } from "../reviews/contract.js";
import { Refusal } from "../errors.js";
import { market, say } from "../page.js";
import { mark } from "../telling.js";
import { orderId } from "../terms.js";
import { page } from "./account.js";
import { deeds } from "./deeds.js";

const PARTS = { review: 1, follow_up: 2 }; // as the contract numbers what is replied to
const SAID = { review: "replied", follow_up: "replied_to_follow_up" };

async function plan(id, part, { text, language }, { account, provider }) {
  const order = page.orders[id];
  if (orderId(order, market.chain.id, market.escrow) !== id) throw new Refusal(say("terms_differ"));
  const document = await ofReply({ text, language });
  const values = [order, PARTS[part], document[0]];
  await reviews(provider).reply.staticCall(...values, { from: account });
  return { values, question: say("agree_reply", { text }), documents: [document] };
}

for (const form of document.querySelectorAll("[data-reply]")) {
  const { reply: id, part } = form.dataset;
  const { text: field, language } = form.elements;
  const { run, resume } = deeds(`reply-${part}-${id}`, {
    reply: {
      contract: reviews,
      plan: (connected, given) => plan(id, part, given, connected),
      isDone: (_, provider) => isSaid(SAID[part], id, provider),
      done: "done_reply",
      isOnce: true,
    },
  });
  field.addEventListener("input", () => field.value.trim() && (language.value = guessed(field.value)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = { text: tidy(field.value), language: language.value };
    if (mark(field, given.text ? "" : say("nothing_written"))) field.focus();
    else run("reply", given);
  });
  form.parentElement.hidden = false;
  resume();
}
