// Inlined into a proof page, which is read without a network: shows the terms, and recomputes every id and hash from
// what it shows. A node is asked only when the reader names one.
const { words, labels, statuses, locale, chain_id: chainId, escrow, ...proof } = JSON.parse(
  document.getElementById("proof").textContent,
);
const element = (id) => document.getElementById(id);
const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

// Keccak-256 (FIPS 202's permutation, with the padding that chains use), over bytes, to hexadecimal digits
const MASK = (1n << 64n) - 1n;
const turn = (lane, by) => ((lane << BigInt(by)) | (lane >> BigInt(64 - by))) & MASK;
const ROUNDS = (() => {
  let state = 1;
  const bit = () => {
    const out = state & 1;
    state = state & 128 ? ((state << 1) ^ 0x171) & 255 : state << 1;
    return BigInt(out);
  };
  return Array.from({ length: 24 }, () => {
    let constant = 0n;
    for (let power = 0; power < 7; power += 1) constant |= bit() << BigInt((1 << power) - 1);
    return constant;
  });
})();

function permute(lanes) {
  for (const constant of ROUNDS) {
    const sums = [0, 1, 2, 3, 4].map((x) => [0, 5, 10, 15, 20].reduce((sum, y) => sum ^ lanes[x + y], 0n));
    for (let place = 0; place < 25; place += 1) {
      lanes[place] ^= sums[(place + 4) % 5] ^ turn(sums[(place + 1) % 5], 1);
    }
    let [x, y, moved] = [1, 0, lanes[1]];
    for (let step = 1; step <= 24; step += 1) {
      [x, y] = [y, (2 * x + 3 * y) % 5];
      const here = lanes[x + 5 * y];
      lanes[x + 5 * y] = turn(moved, ((step * (step + 1)) / 2) % 64);
      moved = here;
    }
    for (let row = 0; row < 25; row += 5) {
      const old = lanes.slice(row, row + 5);
      for (let at = 0; at < 5; at += 1) lanes[row + at] = old[at] ^ (~old[(at + 1) % 5] & MASK & old[(at + 2) % 5]);
    }
    lanes[0] ^= constant;
  }
}

const RATE = 136; // bytes

function keccak(bytes) {
  const padded = new Uint8Array((Math.floor(bytes.length / RATE) + 1) * RATE);
  padded.set(bytes);
  padded[bytes.length] |= 1;
  padded[padded.length - 1] |= 128;
  const view = new DataView(padded.buffer);
  const lanes = Array(25).fill(0n);
  for (let start = 0; start < padded.length; start += RATE) {
    for (let at = 0; at < RATE / 8; at += 1) lanes[at] ^= view.getBigUint64(start + 8 * at, true);
    permute(lanes);
  }
  const out = new DataView(new ArrayBuffer(32));
  for (let at = 0; at < 4; at += 1) out.setBigUint64(8 * at, lanes[at], true);
  return hex(new Uint8Array(out.buffer));
}

// Bytes, and the words that contracts hash
const utf8 = (text) => new TextEncoder().encode(text);
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (digits) => Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/** One word, never more: two fields in one would hide what stands between them. */
function word(value) {
  const digits = BigInt(value).toString(16);
  if (!/^[0-9a-f]{1,64}$/.test(digits)) throw new RangeError("more than a word");
  return digits.padStart(64, "0");
}
const hashWords = (...list) => keccak(unhex(list.join("")));
const sha256 = async (bytes) => hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));

const listed = (name, fields) => `${name}(${fields.map(([type, field]) => `${type} ${field}`).join(",")})`;
const OFFER = listed("Offer", proof.offer_fields);
const ORDER = listed("Order", proof.order_fields) + OFFER;
const isPlain = ([type, name]) => /^(address|uint256|bytes32|Offer)$/.test(type) && /^\w+$/.test(name);
const DOMAIN = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
const kind = (text) => keccak(utf8(text));

function offerId() {
  return hashWords(kind(OFFER), ...proof.offer_fields.map(([, name]) => word(proof.offer[name])));
}

function orderId() {
  const rest = proof.order_fields.slice(1).map(([, name]) => word(proof.order[name]));
  const domain = hashWords(kind(DOMAIN), kind("Handover"), kind("1"), word(chainId), word(escrow));
  return keccak(unhex(`1901${domain}${hashWords(kind(ORDER), offerId(), ...rest)}`));
}

// The page
const part = (tag, text, className = "") => Object.assign(document.createElement(tag), { textContent: text, className });

function table(entries) {
  const made = document.createElement("table");
  for (const [term, value] of entries) {
    const row = made.insertRow();
    row.append(Object.assign(part("th", term), { scope: "row" }), part("td", value));
  }
  return made;
}

const rows = (id, entries) => element(id).append(table(entries));

function result(id, isGood, text) {
  element(id).append(part("li", `${isGood ? "✓" : "✗"} ${text}`, isGood ? "good" : "bad"));
  return isGood;
}

const unit = () => proof.currency;
function money(amount) {
  const digits = String(amount).padStart(unit().decimals + 1, "0");
  const [whole, fraction] = [digits.slice(0, digits.length - unit().decimals), digits.slice(digits.length - unit().decimals)];
  const cut = fraction.replace(/0+$/, "");
  return `${whole}${cut ? `.${cut}` : ""} ${unit().symbol}`;
}
// as on other pages (countdown.js)
const local = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const zones = new Intl.DateTimeFormat(locale, { timeZoneName: "short" });
const zone = (time) => zones.formatToParts(time).find(({ type }) => type === "timeZoneName").value;
const inWords = (time) => `${local.format(time)}\u00a0${zone(time)}`;
const moment = (unix) => (BigInt(unix) ? inWords(Number(unix) * 1000) : "–");
const span = (seconds) => say("days", { days: Math.round((Number(seconds) / 86400) * 100) / 100 });
const SHOWN = {
  ...Object.fromEntries(["price", "shipping", "released", "refunded"].map((name) => [name, money])),
  ...Object.fromEntries(["ship_within", "deliver_within", "inspect_within"].map((name) => [name, span])),
  commission_bps: (bps) => `${Number(bps) / 100}%`,
  points_bps: (bps) => `${Number(bps) / 100}%`,
  deadline: moment,
  status: (status) => statuses[status],
};
const shown = (name, value) => (SHOWN[name] ? `${SHOWN[name](value)} (${value})` : String(value));
const field = ([type, name], values) => [`${labels[name] ?? name} (${name})`, type === "Offer" ? "" : shown(name, values[name])];

/** What was bought, in the words of the text whose hash is checked. */
function goods() {
  const { text } = proof.documents.find(({ place }) => place === "offer_text");
  const title = (text && JSON.parse(text).title) || {}; // an offer can name any text
  return title[document.documentElement.lang.slice(0, 2)] ?? Object.values(title)[0] ?? proof.offer_id;
}

function show() {
  element("goods").textContent = goods();
  rows("offer", proof.offer_fields.map((one) => field(one, proof.offer)));
  rows("order", proof.order_fields.slice(1).map((one) => field(one, proof.order)));
  rows("record", proof.record_fields.map((name) => field(["", name], proof.record)));
  rows("sums", [[say("total"), money(BigInt(proof.offer.price) * BigInt(proof.order.quantity) + BigInt(proof.offer.shipping))]]);
  for (const event of proof.events) {
    element("events").append(part("h3", event.name), part("p", say("in_block", { time: moment(event.time), block: event.block })));
    element("events").append(part("p", event.transaction, "hash"), table(Object.entries(event.fields)));
  }
  for (const { place, sha256: name, text } of proof.documents) {
    element("documents").append(part("h3", say(place)), part("p", name, "hash"));
    if (text) element("documents").append(part("pre", text));
  }
}

// What was sealed: bodies and the content keys that they commit to, put here by somebody who could open them
const SEALED_TYPE = "handover/sealed/2";
const naming = (name) => proof.events.find(({ fields }) => fields.document === name);
const isSame = (one, other) => one?.toLowerCase() === other.toLowerCase();

const isOurs = ({ buyer, seller }) => isSame(buyer, proof.order.buyer) && isSame(seller, proof.offer.seller);

function sealedOurs(body) {
  try {
    const document = sealedFrom(utf8(body), SEALED_TYPE);
    return isOurs(document.between) ? document : null;
  } catch {
    return null;
  }
}

/**
 * What such a document says; throws where no event names it, or its key is another. Null where its writer gave it no form that
 * is known here, or another order's people: so it stands on the chain, and nothing was changed.
 */
async function unsealed({ sha256: name, body, key }) {
  if (!naming(name) || (await sha256(utf8(body))) !== name.slice(2)) throw new Error("another document");
  const document = sealedOurs(body);
  if (!document) return null;
  const raw = decode64(key);
  const isBound = (await sha256(new Uint8Array([...utf8(SEALED_TYPE), ...raw]))) === hex(decode64(document.commitment));
  if (!isBound) throw new Error("another key");
  const aes = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  const opening = crypto.subtle.decrypt({ name: "AES-GCM", iv: decode64(document.iv) }, aes, decode64(document.text));
  const plain = await opening.catch(() => null);
  return plain && plainFrom(new Uint8Array(plain), SHARED);
}

function showOpened(name, plain) {
  const { name: event, time } = naming(name);
  const place = element("opened-papers");
  place.append(part("h3", `${event}, ${moment(time)}`), part("p", name, "hash"));
  if (!plain) return place.append(part("p", say("opened_unknown")));
  const { type, salt, keys, pictures = [], ...said } = plain;
  for (const text of Object.values(said)) if (text) place.append(part("p", text, "said"));
  for (const { type: kind_, data } of pictures) {
    const src = `data:${kind_};base64,${data.replaceAll("-", "+").replaceAll("_", "/")}`;
    place.append(Object.assign(document.createElement("img"), { src, alt: event }));
  }
}

async function checkOpened(entry) {
  const [isSound, plain] = await unsealed(entry).then((found) => [true, found], () => [false]);
  element("opened-title").hidden = false;
  if (isSound) showOpened(entry.sha256, plain);
  if (isSound && !plain) return true;
  return result("checks", isSound, say("opened", { event: naming(entry.sha256)?.name ?? "–", name: entry.sha256.slice(0, 10) }));
}

// Where the terms, or an event, name a document: not the file's to say
const NAMED_BY = {
  offer_text: () => [proof.offer.details],
  delivery: () => [proof.order.delivery],
  ruling: () => proof.events.filter(({ name }) => name === "OrderRuled").map(({ fields }) => fields.document),
};

async function check() {
  if (![...proof.offer_fields, ...proof.order_fields].every(isPlain)) throw new TypeError("no fields of terms");
  const good = [
    result("checks", offerId() === proof.offer_id.slice(2), say("offer_id", { id: proof.offer_id })),
    result("checks", orderId() === proof.order_id.slice(2), say("order_id", { id: proof.order_id })),
  ];
  for (const { place, sha256: name, text } of proof.documents) {
    if (!NAMED_BY[place]().includes(name)) good.push(result("checks", false, say("not_named", { document: say(place) })));
    if (text) good.push(result("checks", (await sha256(utf8(text))) === name.slice(2), say("document", { document: say(place) })));
  }
  for (const entry of JSON.parse(element("opened").textContent)) good.push(await checkOpened(entry));
  const isGood = good.every(Boolean);
  element("verdict").textContent = say(isGood ? "good" : "bad");
  element("verdict").className = isGood ? "good" : "bad";
}

async function checkFile() {
  const [file] = element("file").files;
  if (!file) return;
  const name = `0x${await sha256(await file.arrayBuffer())}`;
  const known = proof.hashes.find(({ sha256: hash }) => hash === name);
  element("file-result").textContent = known ? say("file_known", { document: say(known.place) }) : say("file_unknown", { name });
  element("file-result").className = known ? "good" : "bad";
}

// Asking a node
async function ask(url, method, params) {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const answer = await fetch(url, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  const { result: found, error } = await answer.json();
  if (error) throw new Error(error.message);
  return found;
}

/** An event as it stands in a receipt: topics, and the words of its data. */
function logged({ name, inputs, fields }) {
  const flat = (inputs_, values) =>
    inputs_.flatMap(({ type, name: field_, components }) => (components ? flat(components, values[field_]) : [word(values[field_])]));
  const typed = ({ type, components }) => (components ? `(${components.map(typed).join(",")})` : type);
  const signature = `${name}(${inputs.map(typed).join(",")})`;
  const topics = [kind(signature), ...flat(inputs.filter(({ indexed }) => indexed), fields)];
  return { topics: topics.map((topic) => `0x${topic}`), data: `0x${flat(inputs.filter(({ indexed }) => !indexed), fields).join("")}` };
}

/** Whose word counts of this order: Escrow's; of what was passed on, that of the contract that paid it as its terms say. */
const speaker = ({ name }) => (name === "OrderSettled" ? proof.order.payer : escrow);
const isHeard = (event) => isSame(event.contract, speaker(event)) && isSame(event.fields.order_id, proof.order_id);

/** Whether all that is said of an event is what the contract logs. */
const isWhole = ({ inputs, fields }) => Object.keys(fields).every((name) => inputs.some((input) => input.name === name));

async function hasLog(url, event) {
  if (!isHeard(event) || !isWhole(event)) return false;
  const receipt = await ask(url, "eth_getTransactionReceipt", [event.transaction]);
  const { topics, data } = logged(event);
  const isThere = receipt?.logs.some((log) =>
    isSame(log.address, event.contract) && log.data === data && log.topics.join() === topics.join());
  if (!isThere || BigInt(receipt.blockNumber) !== BigInt(event.block)) return false;
  const { timestamp } = await ask(url, "eth_getBlockByNumber", [receipt.blockNumber, false]);
  return BigInt(timestamp) === BigInt(event.time);
}

async function askNode(event) {
  event.preventDefault();
  const url = element("node").value.trim();
  element("node-result").replaceChildren();
  try {
    const isChain = BigInt(await ask(url, "eth_chainId", [])) === BigInt(chainId);
    result("node-result", isChain, say("node_chain", { id: chainId }));
    const code = await ask(url, "eth_getCode", [escrow, "latest"]);
    result("node-result", `0x${keccak(unhex(code.slice(2)))}` === proof.code_hash, say("node_code"));
    for (const one of proof.events) {
      result("node-result", await hasLog(url, one), say("node_event", { name: one.name, block: one.block }));
    }
    const data = `0x${kind("record(bytes32)").slice(0, 8)}${proof.order_id.slice(2)}`;
    const now = await ask(url, "eth_call", [{ to: escrow, data }, "latest"]);
    const isSame = now === `0x${proof.record_fields.map((name) => word(proof.record[name])).join("")}`;
    result("node-result", isSame, say(isSame ? "node_record" : "node_record_moved"));
  } catch (error) {
    result("node-result", false, say("node_failed", { reason: error.message }));
  }
}

show();
check().catch(() => {
  element("verdict").textContent = say(crypto.subtle ? "bad" : "cannot");
});
element("file").addEventListener("change", checkFile);
element("ask").addEventListener("submit", askNode);
