// The calls that pages make of Reviews.
import { Contract } from "../ethers.js";
import { ORDER } from "../merchant/calls.js";
import { market } from "../page.js";

export const CALLS = [
  `function review(${ORDER} order, uint256 stars, bytes32 document)`,
  `function follow_up(${ORDER} order, bytes32 document)`,
  `function reply(${ORDER} order, uint256 part, bytes32 document)`,
];

const VIEWS = [
  "function reviewed(bytes32 order_id) view returns (tuple(uint256 stars, bool followed_up, bool replied, bool replied_to_follow_up))",
];

export const reviews = (runner) => new Contract(market.reviews, [...CALLS, ...VIEWS], runner);

/** Whether there is something that `name` of the view's answer tells, by the chain's word. */
export const isSaid = async (name, id, provider) => Boolean((await reviews(provider).reviewed(id))[name]);
