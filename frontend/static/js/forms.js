// What documents may look like. Whoever wrote one may have written anything: it is read in the one way in which it can be
// written, and has the fields that are known, no others, and texts where texts are expected. The scripts keep the same
// rule; a proof page has this file in it, so it stands alone.

const EVIDENCE = "handover/evidence/1";
const PARCEL = "handover/parcel/1";
const RETURN = "handover/return/1";
export const SHARED = [EVIDENCE, PARCEL]; // what several readers get
export const LETTERS = [PARCEL, RETURN]; // what one reader gets
export const MOST_TEXT = 4000; // characters
export const MOST_PICTURES = 4;
export const MOST_PICTURE_BYTES = 1_500_000; // of all pictures together
const MOST_SIDE = 1600; // pixels
export const MOST_KEYS = 60; // of earlier documents
const MAGIC = { "image/jpeg": [0xff, 0xd8, 0xff], "image/webp": [0x52, 0x49, 0x46, 0x46] };
const ANIMATED = 2; // of a WebP's flags
const JPEG_FRAMES = [0xc0, 0xc1, 0xc2]; // markers of the frames that browsers show
const isBeforeFrame = (mark) => [0xc4, 0xdb, 0xdd, 0xfe].includes(mark) || (mark >= 0xe0 && mark <= 0xef);
const UNFIT = /[\0-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/gu; // halves, in /u
const AT_ONCE = 0x8000; // bytes: more arguments than a function may have would follow from a picture

/** Unpadded base64url. */
export function encode64(raw) {
  const all = new Uint8Array(raw);
  let binary = "";
  for (let place = 0; place < all.length; place += AT_ONCE) {
    binary += String.fromCharCode(...all.subarray(place, place + AT_ONCE));
  }
  const text = btoa(binary);
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The bytes of unpadded base64url; throws at anything but its one spelling. */
export function decode64(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const raw = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  if (encode64(raw) !== text) throw new SyntaxError("another spelling");
  return raw;
}

/** JSON with sorted keys and no spaces. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(",")}}`;
}

/** What canonical JSON says; throws at anything else, however equal in meaning. */
function read(raw) {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  const value = JSON.parse(text);
  if (canonical(value) !== text) throw new SyntaxError("another spelling");
  return value;
}

/** The same without the blanks after it. */
function unpadded(raw) {
  let end = raw.length;
  while (end && raw[end - 1] === 0x20) end -= 1;
  return raw.subarray(0, end);
}

/** A text, or all texts in a plain document, as readers take them: without what steers a line, tabs as blanks. */
export function fit(value) {
  if (typeof value === "string") return value.replaceAll("\t", " ").replace(UNFIT, "");
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(fit);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, fit(part)]));
}

// Forms: whether a value has them
const isText = (value) =>
  typeof value === "string" && value.length <= 2 * MOST_TEXT && [...value].length <= MOST_TEXT && fit(value) === value;
const matches = (pattern) => (value) => typeof value === "string" && pattern.test(value);
const isOne = (...known) => (value) => known.includes(value);
const isMapping = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const spelled = (least, most = least) => (value) =>
  typeof value === "string" && value.length >= least && value.length <= most && /^[\w-]*$/.test(value);
const isSecret = (value) => spelled(43)(value) && decode64(value).length === 32;

function fields(known, optional = []) {
  const names = Object.keys(known);
  return (value) => {
    const given = isMapping(value) ? Object.keys(value) : null;
    if (!given?.every((name) => names.includes(name))) return false;
    return names.every((name) => (given.includes(name) ? known[name](value[name]) : optional.includes(name)));
  };
}

const NONE = [0, 0];

function sidesOfWebp(raw, view) {
  const kind = String.fromCharCode(...raw.subarray(8, 16));
  if (kind === "WEBPVP8 ") return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
  if (kind === "WEBPVP8L") {
    const bits = view.getUint32(21, true);
    return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
  }
  if (kind !== "WEBPVP8X" || raw[20] & ANIMATED) return NONE;
  return [(view.getUint32(24, true) & 0xffffff) + 1, (view.getUint32(26, true) >>> 8) + 1];
}

function sidesOfJpeg(raw, view) {
  let place = 2;
  while (raw[place] === 0xff && isBeforeFrame(raw[place + 1])) place += 2 + view.getUint16(place + 2);
  if (raw[place] !== 0xff || !JPEG_FRAMES.includes(raw[place + 1])) return NONE;
  return [view.getUint16(place + 7), view.getUint16(place + 5)];
}

/** The pixels a side that a picture's header states; none where it has no such header, or is an animation. */
function sidesOf(type, raw) {
  const view = new DataView(raw.buffer);
  try {
    return type === "image/webp" ? sidesOfWebp(raw, view) : sidesOfJpeg(raw, view);
  } catch {
    return NONE; // it ends before its header does
  }
}

/** Whether a picture is what it says it is, and harms nobody who looks at it: few bytes may be many pixels. */
function isShowable([type, raw]) {
  const isOfType = MAGIC[type].every((byte, place) => raw[place] === byte);
  return isOfType && sidesOf(type, raw).every((side) => side >= 1 && side <= MOST_SIDE);
}

function arePictures(list) {
  const isPicture = fields({ type: isOne(...Object.keys(MAGIC)), data: spelled(2, 2_000_000) });
  if (!Array.isArray(list) || list.length > MOST_PICTURES || !list.every(isPicture)) return false;
  const shown = list.map(({ type, data }) => [type, decode64(data)]);
  const size = shown.reduce((sum, [, raw]) => sum + raw.length, 0);
  return size <= MOST_PICTURE_BYTES && shown.every(isShowable);
}

function areKeys(keys) {
  const all = isMapping(keys) ? Object.entries(keys) : null;
  return Boolean(all) && all.length <= MOST_KEYS && all.every(([hash, key]) => /^[0-9a-f]{64}$/.test(hash) && isSecret(key));
}

const PLACES = ["street", "city", "region", "postcode", "country"];
const isAddress = fields(Object.fromEntries(PLACES.map((name) => [name, isText])), PLACES);
const PLAIN = new Map(
  [
    [EVIDENCE, { text: isText, pictures: arePictures, keys: areKeys }],
    [PARCEL, { carrier: isText, number: isText, link: isText }],
    [RETURN, { name: isText, address: isAddress, note: isText }],
  ].map(([type, known]) => [type, fields({ type: isOne(type), salt: isSecret, ...known })]),
);

const isAccount = matches(/^0x[0-9a-fA-F]{40}$/);
const between = fields({ buyer: isAccount, seller: isAccount });
const isReader = fields({ epk: spelled(87), iv: spelled(16), key: spelled(64) });
const areReaders = (list) => Array.isArray(list) && list.length >= 1 && list.length <= 8 && list.every(isReader);
const isIv = spelled(16);
const SEALED = new Map(
  [
    ["handover/sealed/1", { epk: spelled(87), iv: isIv, text: spelled(22, 16_384), between }],
    ["handover/sealed/2", { between, commitment: spelled(43), iv: isIv, readers: areReaders, text: spelled(22, 2_720_000) }],
  ].map(([type, known]) => [type, fields({ type: isOne(type), ...known }, type.endsWith("1") ? ["between"] : [])]),
);

/** A sealed document of a type, from its bytes; throws where they have another form. */
export function sealedFrom(body, type) {
  const document = read(body);
  if (!SEALED.get(type)(document)) throw new SyntaxError("another form");
  return document;
}

/** What opened bytes say, in one of these types; null where they have no form that is known. */
export function plainFrom(raw, types) {
  try {
    const plain = read(unpadded(raw));
    return types.includes(plain.type) && PLAIN.get(plain.type)(plain) ? plain : null;
  } catch {
    return null;
  }
}

/** What opened bytes say, whatever its form; throws where they are no canonical JSON. */
export const saidIn = (raw) => read(unpadded(raw));
