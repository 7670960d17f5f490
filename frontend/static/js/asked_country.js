// The country that the reader last asked an offer about, for the checkout: in this tab, until it is closed.

const KEY = "handover.country";

/** Choose it where nothing is chosen yet and it can be. */
export function chooseAsked(select) {
  const asked = sessionStorage.getItem(KEY);
  const isThere = [...select.options].some(({ value }) => value === asked);
  if (!select.value && isThere) select.value = asked;
}

const answer = document.querySelector("[data-destination]");
if (answer) sessionStorage.setItem(KEY, answer.dataset.destination);
