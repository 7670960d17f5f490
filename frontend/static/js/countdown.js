// Times in the reader's own zone, and what is left until them, by the chain's clock.
import { market, now, say } from "./page.js";

const UNITS = [
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];
// The page's language with the habits of the reader's country: en-GB for a British reader of the English page.
// Some systems call their language by a name that is no tag, such as en-US@posix.
const isTag = (name) => /^[A-Za-z0-9-]+$/.test(name);
const locale =
  navigator.languages.find((known) => known.startsWith(market.language) && isTag(known)) ?? market.locale;
const local = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const localDays = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
const days = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
const zones = new Intl.DateTimeFormat(locale, { timeZoneName: "short" });

/** The zone's name as it is at a time: summer has another one. */
const zone = (time) => zones.formatToParts(time).find(({ type }) => type === "timeZoneName").value;

/** "3 days", and with a space in Chinese, too: "3 天". */
function count(value, unit) {
  const parts = new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).formatToParts(value);
  const words = parts.map((part) => part.value.trim()).filter(Boolean);
  return words.join(" ");
}

/** A point in time (Unix seconds) in the reader's zone, which it names in the same line. */
export function moment(unix) {
  const time = Number(unix) * 1000;
  return `${local.format(time)}\u00a0${zone(time)}`;
}

/** The two largest units of a time span in seconds: "2 days 3 hours". */
export function span(seconds) {
  const first = UNITS.findIndex(([, size]) => seconds >= size);
  const parts = UNITS.slice(first < 0 ? -1 : first).slice(0, 2);
  let rest = Math.floor(seconds);
  const counted = parts.map(([unit, size]) => {
    const value = Math.floor(rest / size);
    rest -= value * size;
    return value || parts.length === 1 ? count(value, unit) : "";
  });
  return counted.filter(Boolean).join(" ");
}

function tick() {
  for (const place of document.querySelectorAll("[data-countdown]")) {
    const left = Number(place.dataset.countdown) - now();
    place.textContent = left > 0 ? say("time_left", { span: span(left) }) : say("time_over");
  }
}

const hours = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
const daysOfYear = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });

/** By the name of its data: what an axis of times, and what stands on it, say in the reader's zone. */
const ON_AXES = {
  hour: (unix) => hours.format(unix * 1000),
  date: (unix) => daysOfYear.format(unix * 1000),
  zone: (unix) => zone(unix * 1000),
  at: (unix, said) => `${moment(unix)}: ${said}`,
};

function showAxes() {
  for (const [name, write] of Object.entries(ON_AXES)) {
    for (const place of document.querySelectorAll(`[data-${name}]`)) {
      place.textContent = write(Number(place.dataset[name]), place.textContent);
    }
  }
}

/** Rewrite every time on the page, and count down until each deadline. */
export function showTimes() {
  showAxes();
  for (const place of document.querySelectorAll("time[data-unix]")) {
    place.textContent = moment(place.dataset.unix);
  }
  for (const place of document.querySelectorAll("time[data-unix-day]")) {
    place.textContent = localDays.format(place.dataset.unixDay * 1000);
  }
  for (const place of document.querySelectorAll("time[data-day]")) {
    place.textContent = days.format(new Date(place.dateTime)); // in no zone: it is the same day everywhere
  }
  if (!document.querySelector("[data-countdown]")) return;
  tick();
  setInterval(tick, 1000);
}
