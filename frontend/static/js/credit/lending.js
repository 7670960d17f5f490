// A vault's page: lends what the connected account has, and takes out what its shares are worth. What is shown before is asked
// of the chain, and asked again before the wallet is.
import { allow } from "../allowances.js";
import { money, plain, unitOf } from "../amounts.js";
import { balance, token } from "../contracts.js";
import { attempt, deeds } from "../deeds.js";
import { Refusal, sentence } from "../errors.js";
import { formatUnits } from "../ethers.js";
import { data, market, say } from "../page.js";
import { recall } from "../pending.js";
import { connect, onAccount, reconnect } from "../wallet.js";
import { typed } from "./amount.js";
import { shareDecimals, sharesInWords, vaultAt, vaultOf } from "./vault.js";

const { account, vault: address, currency } = data("lending-page");
const ALMOST = 1000n; // parts of which one may be missing of what was shown
const inPrices = new Intl.NumberFormat(market.locale, { maximumFractionDigits: 6, minimumFractionDigits: 2 });
const shares = (amount) => sharesInWords(amount, currency);

/** The vault, once it and the wallet's account have proved to be those of this page. */
async function checked(connected) {
  if (connected.account !== account) throw new Refusal(say("other_account", { account }));
  const vault = await vaultOf(currency, connected.provider);
  if (vault.target !== address) throw new Refusal(say("credit_unknown"));
  return vault;
}

let expected = { amount: 0n, shares: 0n }; // what the page said last that an amount buys

const lending = {
  /** As much as the account has, and the vault has room for. */
  async most(vault, { provider }) {
    const [owned, room] = await Promise.all([balance(account, currency, provider), vault.maxDeposit(account)]);
    return owned < room ? owned : room;
  },

  async preview(amount, vault) {
    expected = { amount, shares: await vault.previewDeposit(amount) };
    if (expected.shares === 0n) return say("lend_too_little");
    const { decimals, symbol } = unitOf(currency);
    const cost = (amount * 10n ** BigInt(shareDecimals(currency))) / expected.shares;
    const price = `${inPrices.format(formatUnits(cost, decimals))}\u00a0${symbol}`;
    return say("lend_preview", { shares: shares(expected.shares), price });
  },

  verb: () => "deposit",
};

/** Why so much cannot be taken out: the shares are not worth it, or it is lent. */
async function tooMuch(amount, vault) {
  const [owned, most] = await Promise.all([vault.balanceOf(account), vault.maxWithdraw(account)]);
  if (owned === 0n) return say("nothing_to_take");
  const worth = await vault.convertToAssets(owned);
  if (amount > worth) return say("take_too_much", { worth: money(worth, currency) });
  return amount > most ? say("take_lent", { cash: money(most, currency) }) : "";
}

const taking = {
  most: (vault) => vault.maxWithdraw(account),

  async preview(amount, vault) {
    const refused = await tooMuch(amount, vault);
    if (refused) return refused;
    const ended = await sharesFor(amount, vault);
    const owned = await vault.balanceOf(account);
    if (ended === owned) return say("take_preview_all", { shares: shares(owned) });
    return say("take_preview", { shares: shares(ended), owned: shares(owned) });
  },

  /** All that can be taken out goes by shares, so that no rest of one stays behind. */
  verb: async (amount, vault) => (amount === (await vault.maxWithdraw(account)) ? "redeem" : "withdraw"),
};

/** What a deed has to know to see that it is done. */
const before = async (vault, amount) => ({
  shares: String(await vault.balanceOf(account)),
  amount: money(amount, currency),
});

async function plannedDeposit(connected, amount) {
  const vault = await checked(connected);
  const { provider } = connected;
  const owned = await balance(account, currency, provider);
  if (owned < amount) throw new Refusal(say("lend_not_owned", { owned: money(owned, currency) }));
  const given = await vault.previewDeposit(amount);
  if (given === 0n) throw new Refusal(say("lend_too_little"));
  const promised = expected.amount === amount ? expected.shares : 0n;
  if (given * ALMOST < promised * (ALMOST - 1n)) throw new Refusal(say("lend_changed"));
  const allowed = await token(currency, provider).allowance(account, address);
  if (allowed < amount) await allow(currency, amount, address, connected);
  return { values: [amount, account], question: null, kept: await before(vault, amount) };
}

async function plannedTaking(connected, amount, valueOf) {
  const vault = await checked(connected);
  const refused = await tooMuch(amount, vault);
  if (refused) throw new Refusal(refused);
  return { values: [await valueOf(vault), account, account], question: null, kept: await before(vault, amount) };
}

/** The shares to end for an amount: all that can be, unless that has become worth more meanwhile than was wanted. */
async function sharesFor(amount, vault) {
  return amount === (await vault.maxWithdraw(account)) ? vault.maxRedeem(account) : vault.previewWithdraw(amount);
}

const shareCount = (provider) => vaultAt(address, provider).balanceOf(account);
const next = location.pathname + location.search;
const isLess = async (kept, provider) => (await shareCount(provider)) < BigInt(kept.shares);
const isMore = async (kept, provider) => (await shareCount(provider)) > BigInt(kept.shares);

const KEY = `vault-${address}-${account}`;
const { run, resume } = deeds(
  KEY,
  {
    deposit: { plan: plannedDeposit, isDone: isMore, done: "lent", next },
    withdraw: { plan: (who, amount) => plannedTaking(who, amount, () => amount), isDone: isLess, done: "taken_out", next },
    redeem: {
      plan: (who, amount) => plannedTaking(who, amount, (vault) => sharesFor(amount, vault)),
      isDone: isLess,
      done: "taken_out",
      next,
    },
  },
  {
    connected: connect,
    reconnected: async () => (await reconnect()) ?? (await connect()),
    contract: (provider) => vaultAt(address, provider),
    begun: say("lending_begun"),
  },
);

/** What a typed amount comes to, by the chain's word; nothing where the wallet cannot be asked. */
async function foretold(text, way) {
  const connected = text.trim() && (await reconnect());
  return connected ? way.preview(typed(text, currency), await checked(connected)) : "";
}

const showIn = (form, said) => (form.querySelector("[data-preview]").textContent = said);

/** Say it, unless something else was typed meanwhile. */
async function showPreview(form, way) {
  const field = form.elements.amount;
  const { value } = field;
  showIn(form, ""); // what was said of another amount
  const said = await foretold(value, way).catch(sentence);
  if (field.value === value) showIn(form, said);
}

async function fillIn(form, way) {
  const connected = await connect();
  form.elements.amount.value = plain(await way.most(await checked(connected), connected), currency);
  await showPreview(form, way);
}

async function submit(form, way) {
  const amount = typed(form.elements.amount.value, currency);
  await run(await way.verb(amount, await checked(await connect())), amount);
}

function enable(form, way) {
  if (!form) return;
  form.hidden = false;
  form.elements.amount.addEventListener("input", () => showPreview(form, way));
  form.querySelector("[data-most]").addEventListener("click", () => attempt(() => fillIn(form, way)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(
      () => submit(form, way),
      () => showIn(form, ""), // said by now in a refusal
    );
  });
}

enable(document.getElementById("deposit"), lending);
enable(document.getElementById("withdraw"), taking);
onAccount((connected) => {
  if (connected && connected.toLowerCase() !== account.toLowerCase()) location.assign(`${location.pathname}?account=${connected}`);
});
if (recall(KEY)) resume();
