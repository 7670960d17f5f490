// What somebody has sealed for the reader, as parts of the page; its form was checked when it was opened.
import { say } from "./page.js";
import { shown } from "./pictures.js";
import { decode64 } from "./sealing.js";

const PLACES = ["name", "street", "city", "region", "postcode", "country"];

function made(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

const line = (name, value) => made("div", {}, made("dt", { textContent: say(name) }), made("dd", {}, value));
const terms = (...lines) => [made("dl", { className: "terms" }, ...lines)];

/** Only addresses of the web become links. */
function link(text) {
  if (!/^https?:\/\//i.test(text)) return text;
  return made("a", { href: text, textContent: text, rel: "noopener noreferrer nofollow", target: "_blank" });
}

/** A picture that a press enlarges. */
async function picture({ type, data }, place) {
  const alt = say("picture_shown", { number: place + 1 });
  const image = made("img", { alt, src: await shown({ type, body: decode64(data) }) });
  const button = made("button", { type: "button" }, image);
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") === "false"));
  });
  return button;
}

async function evidence({ text, pictures }) {
  const parts = text ? [made("p", { className: "as-written", dir: "auto", textContent: text })] : [];
  if (pictures.length) parts.push(made("div", { className: "shown" }, ...(await Promise.all(pictures.map(picture)))));
  return parts.length ? parts : [made("p", { className: "fine", textContent: say("nothing_said") })];
}

const parcel = ({ carrier, number, link: address }) =>
  terms(
    ...(carrier ? [line("parcel_carrier", carrier)] : []),
    ...(number ? [line("parcel_number", number)] : []),
    ...(address ? [line("parcel_link", link(address))] : []),
  );

const returnAddress = ({ name, address, note }) =>
  terms(
    line("return_to", PLACES.map((place) => ({ name, ...address })[place]).filter(Boolean).join(", ")),
    ...(note ? [line("return_note", note)] : []),
  );

const WRITTEN = new Map([
  ["handover/parcel/1", parcel],
  ["handover/return/1", returnAddress],
  ["handover/evidence/1", evidence],
]);

const unknown = () => [made("p", { className: "fine", textContent: say("unknown_form") })];

/** The nodes that show an opened document; a sentence where it has no known form (null), or cannot be shown. */
export async function written(plain) {
  try {
    return await WRITTEN.get(plain.type)(plain);
  } catch {
    return unknown();
  }
}
