// The form that publishes one product with its variants, or revises an offer.
import { Refusal, tellError } from "../errors.js";
import { say, tell, tellAfterwards } from "../page.js";
import { offerId } from "../terms.js";
import { page } from "./account.js";
import { escrow } from "./contracts.js";
import { attempt, deeds } from "./deeds.js";
import { pictureItem, showUnit, tellProblems, words } from "./fields.js";
import { reencoded, shown } from "../pictures.js";
import * as publishing from "./publishing.js";
import { post } from "./server.js";

const MOST_PICTURES = 12;
const TERMS = ["currency", "shipping", "category", "ship_within", "deliver_within", "inspect_within", "carrier", "arbiter", "commission"];

const form = document.getElementById("offer-form");
const rows = document.getElementById("variants");
const list = document.getElementById("picture-list");
const progress = document.getElementById("progress");
const offers = "/dashboard/offers";
const isRevision = page.purpose === "revise";
let pictures = []; // { name, body (none: the shop has it), src, alt }

function showPictures() {
  const items = pictures.map((picture) =>
    pictureItem(picture.src, picture.file ?? "", () => {
      pictures = pictures.filter((other) => other !== picture);
      showPictures();
      document.getElementById("pictures").focus();
    }),
  );
  list.replaceChildren(...items);
}

async function addPictures(files) {
  if (pictures.length + files.length > MOST_PICTURES) throw new Refusal(say("too_many_pictures"));
  for (const [place, file] of [...files].entries()) {
    tell(say("pictures_progress", { done: place, count: files.length }));
    const picture = await reencoded(file);
    pictures.push({ ...picture, src: await shown(picture) });
    showPictures();
  }
  tell("");
}

function optionWords() {
  const text = document.getElementById("option")?.value.trim();
  return text ? text : null;
}

function variantsOf() {
  return [...rows.children].map((row) => {
    const value = (name) => row.querySelector(`[data-${name}]`)?.value.trim() ?? "";
    return { values: [value("value")], price: value("price"), units: value("units") || page.left };
  });
}

/** A name in small letters, digits and hyphens that no other product of the shop is likely to have. */
function productOf(title) {
  const plain = (title.en ?? "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 50);
  const random = [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return plain ? `${plain}-${random}` : `product-${random}`;
}

/** Whose goods they are and of which lots: nothing where none of it is typed. Where nobody is asked it stays as it was. */
function originOf() {
  const { gtin, producer, lots } = form.elements;
  if (!gtin) return page.entry.provenance;
  const named = lots.value.split("\n").map((lot) => lot.trim()).filter(Boolean);
  const origin = { gtin: gtin.value.trim(), producer: producer.value.trim() };
  if (!origin.gtin && !origin.producer && !named.length) return undefined;
  return named.length ? { ...origin, lots: named } : origin;
}

/** What is typed, as a catalogue of ours says it. */
function entryOf() {
  const places = [...form.elements.ships_to.selectedOptions].map(({ value }) => value);
  const title = words(form, "title");
  const terms = Object.fromEntries(TERMS.map((name) => [name, form.elements[name].value.trim()]));
  const entry = {
    ...terms,
    product: page.entry.product ?? productOf(title),
    title,
    description: words(form, "description"),
    return_policy: words(form, "return_policy"),
    ships_to: !places.length || places.includes("any") ? "any" : places,
    pictures: pictures.map(({ name, alt }) => (alt ? { file: name, alt } : { file: name })),
    provenance: originOf(),
  };
  const [first, ...others] = variantsOf();
  if (isRevision) return revised(entry, first);
  const option = optionWords();
  if (!option) return { ...entry, price: first.price, units: first.units };
  return { ...entry, options: [option], variants: [first, ...others] };
}

function revised(entry, { price }) {
  const { options = [], values = [], loyalty, points } = page.entry;
  const kept = { ...entry, price, units: page.left, loyalty, points };
  return options.length ? { ...kept, options, variants: [{ values }] } : kept;
}

async function prepared() {
  const entry = entryOf();
  const lacks = variantsOf().some(({ price, units }) => !price || !units);
  if (lacks) throw new Refusal(say("price_missing"));
  const clean = Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== "" && value !== undefined));
  const asked = { catalogue: { language: document.documentElement.lang.slice(0, 2), offers: [clean] }, revised: page.revised_id };
  const { listings, problems } = await post("/dashboard/catalogue/check", asked);
  tellProblems(problems);
  for (const listing of listings) await publishing.check(listing);
  return problems.length ? null : listings;
}

async function publish() {
  tell(say("checking"));
  const listings = await prepared();
  tell("");
  if (!listings || !(await publishing.asked(listings))) return;
  await publishing.begin(listings[0].label, listings, pictures.filter(({ body }) => body));
  await goOn();
}

async function goOn() {
  progress.hidden = false;
  const count = await publishing.goOn((done, all) => Object.assign(progress, { max: all, value: done }));
  tellAfterwards(say("published", { count }));
  location.assign(offers);
}

const isMoved = async ({ next, old }, provider) => {
  const [after, before] = await Promise.all([escrow(provider).stock(next), escrow(provider).stock(old)]);
  return after.published && before.cap === 0n;
};

const revision = deeds("revise", {
  revise: {
    async plan() {
      if (offerId(page.revised) !== page.revised_id) throw new Refusal(say("terms_differ"));
      const listings = await prepared();
      if (!listings) return null;
      const [listing] = listings;
      return {
        values: [page.revised, listing.offer],
        question: say("merchant_ask_revise", { summary: publishing.summary(listings) }),
        kept: { next: listing.id, old: page.revised_id },
        documents: publishing.documentsOf(listings, pictures.filter(({ body }) => body)),
      };
    },
    isDone: isMoved,
    next: offers,
  },
});

function showVariants() {
  const hasOption = Boolean(optionWords());
  for (const row of rows.children) {
    const value = row.querySelector("[data-value]");
    if (value) value.closest(".field").hidden = value.disabled = !hasOption;
    const remove = row.querySelector("[data-remove]");
    if (remove) remove.hidden = rows.children.length === 1;
  }
  document.getElementById("add-variant")?.toggleAttribute("hidden", !hasOption);
}

function addVariant() {
  const row = rows.firstElementChild.cloneNode(true);
  for (const field of row.querySelectorAll("input")) if (!field.matches("[data-price]")) field.value = "";
  rows.append(row);
  showVariants();
  row.querySelector("input").focus();
}

pictures = (page.entry.pictures ?? []).map(({ file, alt }) => ({ name: file, alt, src: `/api/v1/documents/0x${file}` }));
showPictures();
document.getElementById("pictures").addEventListener("change", ({ target }) => {
  addPictures(target.files).catch(tellError);
});
rows.addEventListener("click", ({ target }) => {
  if (!target.matches("[data-remove]")) return;
  target.closest("li").remove();
  showVariants();
  rows.lastElementChild.querySelector("input:enabled").focus();
});
document.getElementById("option")?.addEventListener("input", showVariants);
document.getElementById("add-variant")?.addEventListener("click", addVariant);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (isRevision) revision.run("revise");
  else attempt(publish);
});
document.getElementById("publish").disabled = false;
showVariants();
showUnit(form);
revision.resume();
if (!isRevision && (await publishing.unfinished())) location.assign("/dashboard/import");
