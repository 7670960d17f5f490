// What an order that is paid later is agreed to: beside its terms it has a `plan`, { down, instalments, days, fee } as texts,
// amounts in the currency's smallest unit; `down` is paid at once, `fee` with each instalment.
import { unitOf } from "../amounts.js";

/** Whether an order that is to be paid is paid later. What the chain knows of one that was paid tells its payer. */
export const isLater = ({ plan }) => Boolean(plan);

/** The contract that pays orders in a currency for whoever pays later, by the address book. */
export const lenderOf = (currency) => unitOf(currency).credit.address;

/** What the contract takes to pay an order so. */
export const buyArguments = (order) => [order, order.plan.down, order.plan.instalments, order.plan.days];
