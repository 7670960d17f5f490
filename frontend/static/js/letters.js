// What the seller has sealed for the shopper, opened in this browser: where the parcel is, where goods go back to.
import { sealedOf } from "./papers.js";
import { opened } from "./shopper_key.js";
import { written } from "./written.js";

async function show(place) {
  const sealed = await sealedOf(place.dataset.letter);
  const letter = sealed && (await opened(sealed).catch(() => null));
  const text = letter && (await written(letter));
  if (text) place.querySelector("[data-unopened]").replaceWith(...text);
}

for (const place of document.querySelectorAll("[data-letter]")) show(place);
