// Pictures, made smaller in the browser; drawing them anew leaves out everything that the camera wrote into the file.
import { Refusal } from "./errors.js";
import { say } from "./page.js";
import { sha256 } from "./sealing.js";

const MOST_BYTES = 512 * 1024; // as scripts/documents.py has it
const SIDES = [1600, 800, 400]; // pixels
const QUALITIES = [0.84, 0.7, 0.5];

async function drawn(source, side) {
  const scale = Math.min(1, side / Math.max(source.width, source.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(source.width * scale));
  canvas.height = Math.max(1, Math.round(source.height * scale));
  canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** As WebP; browsers that cannot write it give JPEG, on white. */
async function encoded(canvas, quality) {
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/webp", quality));
  if (blob?.type === "image/webp") return blob;
  const context = canvas.getContext("2d");
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}

/** A file as it is published, of so many bytes at most: { name (its sha-256, 64 digits), body (bytes), file (what it was called) }. */
export async function reencoded(file, most = MOST_BYTES) {
  const source = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!source) throw new Refusal(say("picture_unreadable", { file: file.name }));
  for (const side of SIDES) {
    const canvas = await drawn(source, side);
    for (const quality of QUALITIES) {
      const blob = await encoded(canvas, quality);
      if (!blob || blob.size > most) continue;
      const body = new Uint8Array(await blob.arrayBuffer());
      return { name: (await sha256(body)).slice(2), body, file: file.name, type: blob.type };
    }
  }
  throw new Refusal(say("picture_too_large", { file: file.name }));
}

/** An address that pages may show a picture by. */
export const shown = ({ body, type }) =>
  new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result));
    reader.readAsDataURL(new Blob([body], { type }));
  });
