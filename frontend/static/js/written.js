// What somebody has sealed for the reader, as parts of the page. Whoever wrote it may have written anything.
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

const WRITTEN = {
  "handover/parcel/1": ({ carrier, number, link: address }) =>
    terms(
      ...(carrier ? [line("parcel_carrier", carrier)] : []),
      ...(number ? [line("parcel_number", number)] : []),
      ...(address ? [line("parcel_link", link(address))] : []),
    ),
  "handover/return/1": ({ name, address, note }) =>
    terms(
      line("return_to", PLACES.map((place) => ({ name, ...address })[place]).filter(Boolean).join(", ")),
      ...(note ? [line("return_note", note)] : []),
    ),
  "handover/evidence/1": evidence,
};

/** The nodes that show an opened document; null for one of an unknown kind. */
export async function written(plain) {
  const write = WRITTEN[plain.type];
  return write ? write(plain) : null;
}
