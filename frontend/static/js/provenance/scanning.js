// Reading a code with the camera or from a picture, in a part of the page that has the ways to do so.
import { Refusal, sentence } from "../errors.js";
import { say, tell } from "../page.js";
import { reader } from "./qr_reader.js";

const LARGEST = 1600; // pixels of a picture's longer side: enough for any code, and read at once
const SMALLEST = 480; // a second look at less of it, where noise hid the code

const byId = (id) => document.getElementById(id);
const video = document.querySelector(".viewfinder video");
let stream = null;

/** The size of a picture whose longer side has no more than so many pixels. */
function within(width, height, most) {
  const part = Math.min(1, most / Math.max(width, height));
  return [Math.round(width * part), Math.round(height * part)];
}

async function readPicture(file, follow) {
  const picture = await createImageBitmap(file).catch(() => {
    throw new Refusal(say("scan_no_picture"));
  });
  const read = await reader();
  for (const most of [LARGEST, SMALLEST]) {
    const text = await read(picture, ...within(picture.width, picture.height, most));
    if (text) return follow(text);
  }
  throw new Refusal(say("scan_nothing_found"));
}

function stop() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  document.querySelector(".viewfinder").hidden = true;
  byId("start-camera").hidden = false;
  byId("stop-camera").hidden = true;
}

/** Look at one frame after the other, until a code is read or the camera was stopped. */
async function watch(read, follow) {
  while (stream) {
    const text = video.videoWidth && (await read(video, ...within(video.videoWidth, video.videoHeight, LARGEST)));
    if (text) {
      stop();
      return follow(text);
    }
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}

async function start(follow, show) {
  const read = await reader();
  stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).catch(() => {
    throw new Refusal(say("scan_no_camera"));
  });
  document.querySelector(".viewfinder").hidden = false;
  byId("start-camera").hidden = true;
  byId("stop-camera").hidden = false;
  video.srcObject = stream;
  await video.play();
  show(say("scan_looking"));
  byId("stop-camera").focus();
  await watch(read, follow);
}

/**
 * Make the ways work, each where there is one. Returns what stops the camera.
 * @param {Function} follow is called with a code's text
 * @param {Function} show shows a sentence, and its tone
 */
export function enableScanning(follow, show = tell) {
  const showError = (error) => show(sentence(error), "bad");
  byId("by-picture").hidden = false;
  byId("picture").addEventListener("change", ({ target }) => {
    if (target.files.length) readPicture(target.files[0], follow).catch(showError);
    target.value = ""; // the same picture again is another try
  });
  if (navigator.mediaDevices?.getUserMedia) {
    byId("by-camera").hidden = false;
    byId("start-camera").addEventListener("click", () => start(follow, show).catch(showError));
    byId("stop-camera").addEventListener("click", stop);
    addEventListener("pagehide", stop);
  }
  return stop;
}
