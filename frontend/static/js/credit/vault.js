// A contract that lends, as its lenders know it: shares of its money (ERC-4626).
import { unitOf } from "../amounts.js";
import { Contract, formatUnits } from "../ethers.js";
import { market } from "../page.js";
import { creditOf } from "./contract.js";

const inWords = new Intl.NumberFormat(market.locale, { maximumFractionDigits: 6 });
const MORE_DECIMALS = 3; // that a share has than its currency
export const VAULT = [
  "function deposit(uint256 assets, address receiver) returns (uint256)",
  "function withdraw(uint256 assets, address receiver, address owner) returns (uint256)",
  "function redeem(uint256 shares, address receiver, address owner) returns (uint256)",
  "function balanceOf(address owner) view returns (uint256)",
  "function convertToAssets(uint256 shares) view returns (uint256)",
  "function previewDeposit(uint256 assets) view returns (uint256)",
  "function previewWithdraw(uint256 assets) view returns (uint256)",
  "function maxDeposit(address receiver) view returns (uint256)",
  "function maxWithdraw(address owner) view returns (uint256)",
  "function maxRedeem(address owner) view returns (uint256)",
];

/** Whatever contract is at an address, as a vault. */
export const vaultAt = (address, runner) => new Contract(address, VAULT, runner);

/** The contract that lends a currency; throws Refusal unless it is the one that the address book names. */
export const vaultOf = async (currency, provider) => vaultAt((await creditOf(currency, provider)).target, provider);

/** How many decimals its shares have. */
export const shareDecimals = (currency) => unitOf(currency).decimals + MORE_DECIMALS;

/** "1,000.5": so many of them, with six decimals at most. */
export const sharesInWords = (shares, currency) => inWords.format(formatUnits(shares, shareDecimals(currency)));
