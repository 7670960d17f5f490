// Claims that were begun in this browser, each with its code: kept until the chain has them for good.
//
// A claim is { code, path, account, from, sent, page, block }: `page` is where the item's page is, `block` the one in which the
// claim was last seen on the chain, which a re-organisation may undo; it is missing as long as the claim was not there.

const PREFIX = "handover.claim.";

const nameOf = ({ lot, serial }) => `${PREFIX}${lot}.${serial}`;

function read(name) {
  try {
    const found = JSON.parse(localStorage.getItem(name));
    return found?.code && found.account ? found : null;
  } catch {
    return null;
  }
}

/** The claim of an item, or null. */
export const begun = (item) => read(nameOf(item));

export const keep = (item, claim) => localStorage.setItem(nameOf(item), JSON.stringify(claim));
export const forget = (item) => localStorage.removeItem(nameOf(item));

/** Every one: { item, claim }. */
export function allBegun() {
  const names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  return names.flatMap((name) => {
    const [lot, serial] = name.slice(PREFIX.length).split(".");
    const claim = read(name);
    return claim ? [{ item: { lot, serial }, claim }] : [];
  });
}
