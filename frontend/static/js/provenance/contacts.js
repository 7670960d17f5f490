// Whom somebody gave things to from this browser, the latest first; kept here only, until it is told to forget them.

const KEY = "handover.contacts";
const MOST = 8;
const ACCOUNT = /^0x[0-9a-fA-F]{40}$/;

/** { account, name } of each. */
export function contacts() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(found) ? found.filter((one) => ACCOUNT.test(one?.account)) : [];
  } catch {
    return [];
  }
}

/** Put somebody first. */
export function remember(account, name) {
  const others = contacts().filter((one) => one.account !== account);
  localStorage.setItem(KEY, JSON.stringify([{ account, name }, ...others].slice(0, MOST)));
}

/** Forget them all. */
export const forgetContacts = () => localStorage.removeItem(KEY);
