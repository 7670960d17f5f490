// Documents of reviews and replies, as the chain names them.
import { canonical, fit } from "../forms.js";
import { bytes, sha256 } from "../sealing.js";

const HAN = /\p{Script=Han}/u;

/** A text as documents have it: line breaks alike, no blanks around it, nothing that steers a line. */
export const tidy = (text) => fit(text.replace(/\r\n?/g, "\n")).trim();

/** The language that a text seems to be in: "zh" or "en". */
export const guessed = (text) => (HAN.test(text) ? "zh" : "en");

async function named(document) {
  const body = bytes(canonical(document));
  return [await sha256(body), body];
}

/**
 * A review, or what is added to one, as the outbox takes it: its document and its pictures; empty where there are neither
 * words nor pictures.
 * @param {{name: string, body: Uint8Array}[]} pictures re-encoded ones
 */
export async function ofReview({ text, language, pictures }) {
  if (!text && !pictures.length) return [];
  const shown = pictures.map(({ name }) => ({ sha256: name }));
  const said = { ...(text ? { text } : {}), ...(shown.length ? { pictures: shown } : {}) };
  const document = await named({ type: "handover/review/1", language, ...said });
  return [document, ...pictures.map(({ name, body }) => [`0x${name}`, body, 1])];
}

/** A reply, as the outbox takes it. */
export const ofReply = ({ text, language }) => named({ type: "handover/reply/1", language, text });
