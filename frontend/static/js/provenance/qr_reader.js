// Reading QR codes out of pictures: by the browser where it can, otherwise by a library that only then is fetched.

const FORMAT = "qr_code";

async function own() {
  const formats = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []);
  return formats?.includes(FORMAT) ? new BarcodeDetector({ formats: [FORMAT] }) : null;
}

/** All of a picture's points; `source` is what a canvas can draw. */
function points(source, width, height) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(source, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

/** Resolves to a function that reads a picture of a size (pixels): the code's text, or null where it sees none. */
export async function reader() {
  const detector = await own();
  if (detector) return async (source) => (await detector.detect(source))[0]?.rawValue ?? null;
  const { decodeQR } = await import("../../../vendor/qr/decode.js");
  return async (source, width, height) => {
    try {
      return decodeQR(points(source, width, height));
    } catch {
      return null; // it throws where there is nothing to read
    }
  };
}
