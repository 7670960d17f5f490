// Publishing a review, or what is added to one: a look at it, the transaction, and only then words and pictures to this shop.
import { money, rough, short } from "../amounts.js";
import { deeds } from "../deeds.js";
import { Refusal } from "../errors.js";
import { getAddress, ZeroAddress, ZeroHash } from "../ethers.js";
import { checkFee, networkFee } from "../network_fee.js";
import { data, market, say } from "../page.js";
import { orderId } from "../terms.js";
import { connect, onAccount, reconnect } from "../wallet.js";
import { isSaid, reviews } from "./contract.js";
import { ofReview } from "./documents.js";
import * as draft from "./draft.js";
import { form, isIncomplete, isReview, made, open, pictureOf, written } from "./form.js";

const { order, id, verb, gas } = data("reviewing");
const STARS = 5;
const element = (name) => document.getElementById(name);

const feeOf = async (provider) => money(rough(await networkFee(BigInt(gas), provider)), ZeroAddress);

/** Show what everybody will see, and what it costs. */
async function preview({ stars, text, language, pictures }, provider) {
  const rated = "★".repeat(stars) + "☆".repeat(STARS - stars);
  const label = made("span", { className: "stars", role: "img", ariaLabel: stars ? say(`stars_${stars}`) : "", textContent: rated });
  const images = await Promise.all(pictures.map(async (picture, place) => made("li", {}, await pictureOf(picture, place))));
  const parts = [
    ...(isReview ? [made("p", {}, label)] : []),
    ...(text ? [made("p", { className: "as-written", dir: "auto", lang: language, textContent: text })] : []),
    ...(images.length ? [made("ul", { className: "review-pictures" }, ...images)] : []),
    ...(text || images.length ? [] : [made("p", { className: "fine", textContent: say("only_stars") })]),
  ];
  element("preview-said").replaceChildren(...parts);
  element("preview-fee").textContent = say("review_fee", { fee: await feeOf(provider) });
}

function isAgreed() {
  const dialog = element("preview");
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

async function plan({ account, provider }, given) {
  if (orderId(order, market.chain.id, market.escrow) !== id) throw new Refusal(say("terms_differ"));
  const documents = await ofReview(given);
  const document = documents[0]?.[0] ?? ZeroHash;
  const values = isReview ? [order, given.stars, document] : [order, document];
  await reviews(provider)[verb].staticCall(...values, { from: account }); // refused before anything is looked at
  await checkFee(BigInt(gas), { account, provider }, 0n, "no_coin_to_review");
  await preview(given, provider);
  return (await isAgreed()) ? { values, question: null, documents } : null;
}

/** Throw Refusal unless the wallet is on the buyer's account. */
function check(connected) {
  const buyer = getAddress(order.buyer);
  if (connected.account !== buyer) throw new Refusal(say("other_account", { account: short(buyer) }));
  return connected;
}

/** A deed of this page, also where an earlier load of it has begun that and the chain has it by now. */
const deed = (name, said, done) => ({
  plan,
  isDone: (_, provider) => isSaid(said, id, provider),
  after: () => draft.forget(id, name),
  next: `/orders/${id}`,
  done,
  isOnce: true,
});
const known = {
  review: deed("review", "stars", "done_review"),
  follow_up: deed("follow_up", "followed_up", "done_follow_up"),
};
const doer = {
  connected: async () => check(await connect()),
  reconnected: async () => check((await reconnect()) ?? (await connect())),
  contract: reviews,
  begun: say("review_begun"),
};
const { run, resume } = deeds(`review-${id}`, known, doer);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const now = written();
  if (!isIncomplete(now)) run(verb, now);
});
form.querySelector("button.primary").hidden = false;

/** Say what publishing costs before anything is written, where the wallet is known already. */
async function showFee() {
  const connected = await reconnect();
  if (connected) element("fee-estimate").textContent = say("fee_estimate", { fee: await feeOf(connected.provider) });
}

onAccount((account) => {
  element("not-yours").hidden = !account || getAddress(account) === getAddress(order.buyer);
});
showFee().catch(() => {}); // only an estimate, which is said again before publishing
await open();
resume();
