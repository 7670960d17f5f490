// This browser's drawer: a shop's key, documents on their way to the storefront, and work that was begun.

const STORES = ["keys", "outbox", "work"];

function outcome(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function store(name, mode) {
  const opening = indexedDB.open("handover-merchant", 1);
  opening.onupgradeneeded = () => STORES.forEach((one) => opening.result.createObjectStore(one));
  const database = await outcome(opening);
  return database.transaction(name, mode).objectStore(name);
}

export const get = async (name, key) => outcome((await store(name, "readonly")).get(key));
export const keys = async (name) => outcome((await store(name, "readonly")).getAllKeys());
export const put = async (name, key, value) => outcome((await store(name, "readwrite")).put(value, key));
export const clear = async (name) => outcome((await store(name, "readwrite")).clear());
export const remove = async (name, key) => outcome((await store(name, "readwrite")).delete(key));

/** Put several values at once: all of them are there afterwards, or none. */
export async function putAll(name, entries) {
  const place = await store(name, "readwrite");
  const done = new Promise((resolve, reject) => {
    place.transaction.oncomplete = () => resolve();
    place.transaction.onerror = () => reject(place.transaction.error);
  });
  for (const [key, value] of entries) place.put(value, key);
  return done;
}
