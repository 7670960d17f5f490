// What the seller has sealed for the shopper, opened in this browser: where the parcel is, where goods go back to.
import { letterOf, sealedOf } from "./papers.js";
import { ownPair } from "./shopper_key.js";
import { written } from "./written.js";

async function show(place) {
  const [sealed, own] = [await sealedOf(place.dataset.letter), await ownPair()];
  const letter = sealed && own && (await letterOf(sealed, own));
  if (letter) place.querySelector("[data-unopened]").replaceWith(...(await written(letter.plain)));
}

for (const place of document.querySelectorAll("[data-letter]")) show(place);
