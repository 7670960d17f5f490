// The form of a review: stars, words, pictures, their language; what was begun stays in this browser.
import { Refusal, tellError } from "../errors.js";
import { data, say, tell } from "../page.js";
import { reencoded, shown } from "../pictures.js";
import { mark } from "../telling.js";
import { guessed, tidy } from "./documents.js";
import * as draft from "./draft.js";

const { id, verb } = data("reviewing");
const MOST_PICTURES = 6;
const MOST_TEXT = 2000; // characters

export const isReview = verb === "review";
export const form = document.getElementById("review-form");
const element = (name) => document.getElementById(name);
const { text: field, language } = form.elements;
let pictures = []; // { name, body, type, file }
let isLanguageChosen = false;

/** An element with properties and what is in it. */
export function made(tag, properties = {}, ...children) {
  const one = Object.assign(document.createElement(tag), properties);
  one.append(...children);
  return one;
}

const words = () => ({
  stars: Number(form.querySelector("[name=stars]:checked")?.value ?? 0),
  text: tidy(field.value),
  language: language.value,
});

/** What is typed and chosen: { stars, text, language, pictures }. */
export const written = () => ({ ...words(), pictures });

/** A picture that was chosen, to be seen. */
export async function pictureOf(picture, place) {
  const alt = say("picture_of_review", { number: place + 1 });
  return made("img", { src: await shown(picture), alt, width: 120, height: 120 });
}

async function pictureItem(picture, place) {
  const label = say("remove_picture", { number: place + 1 });
  const remove = made("button", { className: "button small quiet", type: "button", textContent: "×", ariaLabel: label });
  remove.addEventListener("click", () => {
    setPictures(pictures.filter((other) => other !== picture)).catch(tellError);
    element("pictures").focus();
  });
  return made("li", {}, await pictureOf(picture, place), remove);
}

async function showPictures() {
  element("pictures-count").textContent = pictures.length ? say("pictures_attached", { count: pictures.length }) : "";
  element("picture-list").replaceChildren(...(await Promise.all(pictures.map(pictureItem))));
}

async function setPictures(chosen) {
  pictures = chosen;
  await showPictures();
  await draft.keepPictures(id, verb, pictures).catch(() => {});
  await keepDraft();
}

async function addPictures(files) {
  if (pictures.length + files.length > MOST_PICTURES) throw new Refusal(say("too_many_shown_in_review"));
  const found = [...pictures];
  for (const [place, file] of [...files].entries()) {
    tell(say("pictures_made_ready", { done: place, count: files.length }));
    const picture = await reencoded(file);
    if (!found.some(({ name }) => name === picture.name)) found.push(picture);
  }
  tell("");
  await setPictures(found);
}

function tellStars() {
  if (!isReview) return;
  const { stars } = words();
  element("stars-said").textContent = stars ? say(`stars_${stars}`) : "";
  if (stars) element("stars-error").textContent = "";
}

function tellLength() {
  const left = MOST_TEXT - field.value.length;
  element("text-count").textContent = left < MOST_TEXT / 4 ? say("characters_left", { count: left }) : "";
}

async function keepDraft() {
  const { stars, text } = words();
  const isEmpty = !stars && !text && !pictures.length;
  await (isEmpty ? draft.forget(id, verb) : draft.keep(id, verb, words())).catch(() => {});
  element("draft").textContent = isEmpty ? "" : say("draft_kept");
  element("forget-draft").hidden = isEmpty;
}

async function beginAnew() {
  form.reset();
  isLanguageChosen = false;
  tellStars();
  tellLength();
  await setPictures([]);
  (form.querySelector("[name=stars]") ?? field).focus();
}

/** Whether something is still missing; it is said where. */
export function isIncomplete({ stars, text }) {
  const lacksStars = isReview && !stars;
  if (isReview) element("stars-error").textContent = lacksStars ? say("no_stars") : "";
  const lacksWords = mark(field, !isReview && !text && !pictures.length ? say("nothing_written") : "");
  if (lacksStars) form.querySelector("[name=stars]").focus();
  else if (lacksWords) field.focus();
  return lacksStars || lacksWords;
}

async function show(found) {
  const chosen = form.querySelector(`[name=stars][value="${found.stars}"]`);
  if (chosen) chosen.checked = true;
  field.value = found.text;
  language.value = found.language;
  isLanguageChosen = true;
  pictures = found.pictures;
  await showPictures();
}

/** Show what was begun, and keep what is typed from now on. */
export async function open() {
  const begun = await draft.kept(id, verb);
  if (begun) await show(begun);
  tellStars();
  tellLength();
  await keepDraft();
  field.addEventListener("input", () => {
    if (!isLanguageChosen && field.value.trim()) language.value = guessed(field.value);
    tellLength();
  });
  language.addEventListener("change", () => (isLanguageChosen = true));
  form.addEventListener("input", () => {
    tellStars();
    keepDraft();
  });
  element("pictures").addEventListener("change", ({ target }) => {
    const files = [...target.files];
    target.value = ""; // the same picture again is another try
    addPictures(files).catch(tellError);
  });
  element("forget-draft").addEventListener("click", () => beginAnew().catch(tellError));
}
