// What was begun to be written, kept in this browser until it is published: words at every key, pictures as they come.
import * as drawer from "../drawer.js";

const WORK = "work";
const keysOf = (id, verb) => [`review.${id}.${verb}`, `review.${id}.${verb}.pictures`];

/** { stars, text, language, pictures }; null where nothing was begun, or this browser keeps nothing. */
export async function kept(id, verb) {
  const [words, pictures] = await Promise.all(keysOf(id, verb).map((key) => drawer.get(WORK, key).catch(() => null)));
  return words ? { ...words, pictures: pictures ?? [] } : null;
}

/** Keep the words { stars, text, language }. */
export const keep = (id, verb, words) => drawer.put(WORK, keysOf(id, verb)[0], words);

export const keepPictures = (id, verb, pictures) => drawer.put(WORK, keysOf(id, verb)[1], pictures);

export async function forget(id, verb) {
  for (const key of keysOf(id, verb)) await drawer.remove(WORK, key);
}
