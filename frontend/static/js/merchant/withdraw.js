// Withdrawing what Escrow could not send.
import { money } from "../amounts.js";
import { ZeroHash } from "../ethers.js";
import { say } from "../page.js";
import { deeds } from "./deeds.js";
import { escrow } from "./contracts.js";

const credit = (account, currency, provider) => escrow(provider).credits(account, ZeroHash, currency);

const { run, resume } = deeds("withdraw", {
  withdraw: {
    async plan({ account, provider }, currency) {
      const amount = money(await credit(account, currency, provider), currency);
      return {
        values: [account, currency],
        question: say("merchant_ask_withdraw", { amount }),
        kept: { account, currency },
      };
    },
    isDone: async ({ account, currency }, provider) => (await credit(account, currency, provider)) === 0n,
  },
});

for (const button of document.querySelectorAll("[data-withdraw]")) {
  button.hidden = false;
  button.addEventListener("click", () => run("withdraw", button.dataset.withdraw));
}
resume();
