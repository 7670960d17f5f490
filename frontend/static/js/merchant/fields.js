// Fields that have a text for each language, and problems beneath a form.
import { say } from "../page.js";

/** The texts of `name.en` and `name.zh` that are not empty: { en, zh }. */
export function words(form, name) {
  const texts = ["en", "zh"].map((language) => [language, form.elements[`${name}.${language}`].value.trim()]);
  return Object.fromEntries(texts.filter(([, text]) => text));
}

/** Show what is wrong, or nothing. */
export function tellProblems(problems) {
  const place = document.getElementById("problems");
  const items = problems.map(({ label, problem }) => {
    const item = document.createElement("li");
    item.textContent = label ? say("of_label", { label, problem }) : problem;
    return item;
  });
  place.replaceChildren(...items);
  place.hidden = problems.length === 0;
  if (problems.length) place.scrollIntoView({ block: "center" });
}

/** Keep the unit beside amounts the one that is chosen. */
export function showUnit(form) {
  const { currency } = form.elements;
  const show = () => {
    for (const place of form.querySelectorAll("[data-unit]")) place.textContent = currency.value;
  };
  currency.addEventListener("change", show);
  show();
}

/** A picture with a button to remove it. */
export function pictureItem(src, alt, onRemove) {
  const item = document.createElement("li");
  const picture = Object.assign(document.createElement("img"), { src, alt, width: 112, height: 112 });
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button small quiet", textContent: say("remove") });
  button.setAttribute("aria-label", say("remove_picture"));
  button.addEventListener("click", onRemove);
  item.append(picture, button);
  return item;
}
