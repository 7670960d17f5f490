// The calls that pages make of Provenance, and what it logs.
import { AbiCoder, Contract, keccak256 } from "../ethers.js";
import { ORDER } from "../merchant/calls.js";
import { market } from "../page.js";

const ITEM = "tuple(bytes32 lot, bytes32 serial)";
const OF_THING = "bytes32 indexed lot, bytes32 indexed serial";
const OF_ORDER = `bytes32 indexed order_id, ${OF_THING}`;
const TOLD = `bytes32 indexed event_id, ${OF_THING}`;

export const CALLS = [
  "function commit(bytes32 commitment)",
  `function claim(${ITEM} item, bytes16 code, bytes32[] path)`,
  `function claim_bought(${ITEM} item, bytes16 code, bytes32[] path, ${ORDER} order)`,
  `function offer(${ITEM} item, address to, uint256 role)`,
  `function accept(${ITEM} item, uint256 role, uint256 version)`,
  `function settle(${ITEM} item, ${ORDER} order)`,
];

const VIEWS = [
  "function commitments(bytes32 commitment) view returns (uint256)",
  "function roots(bytes32 lot) view returns (bytes32)",
  `function offered(${ITEM} item, uint256 role) view returns (address)`,
  `function holding(${ITEM} item) view returns (tuple(address owner, address custodian, bytes32 unit, uint256 version, uint256 contents, bool claimed, bool sold, bytes32 order_id, uint256 round))`,
];

const ITEMS_OF = `${OF_THING}, ${ITEM}[] items, address by`;

export const EVENTS = [
  "event LotRegistered(bytes32 indexed lot_id, address indexed producer, uint256 gtin, bytes32 batch, uint256 count, bytes32 root, bytes32 document)",
  "event LotTransformed(bytes32 indexed lot_id, address indexed by, tuple(bytes32 lot, uint256 quantity)[] inputs, uint256 time)",
  "event LimitsPromised(bytes32 indexed lot_id, int256 low, int256 high)",
  `event ItemTouched(${OF_THING}, address owner)`,
  "event UnitMade(address indexed maker, bytes32 indexed serial)",
  `event HandoverOffered(${OF_THING}, address by, address to, uint256 role, uint256 version)`,
  `event HandoverAccepted(${OF_THING}, address from_, address to, uint256 role)`,
  `event ItemsAggregated(${ITEMS_OF})`,
  `event ItemsDisaggregated(${ITEMS_OF})`,
  `event EventReported(${TOLD}, address by, uint256 step, uint256 disposition, bytes32 read_point, uint256 time, bytes32 document)`,
  `event SensorReported(${TOLD}, address by, bytes32 root, uint256 count, int256 minimum, int256 maximum, uint256 first, uint256 last, int256 low, int256 high, bytes32 read_point, bytes32 document)`,
  `event LimitsBreached(${TOLD})`,
  "event ErrorDeclared(bytes32 indexed event_id, address indexed by, uint256 reason, bytes32 document)",
  "event Recalled(bytes32 indexed recall_id, bytes32 indexed lot, address by, bytes32 first, bytes32 last, uint256 class_, bytes32 document)",
  "event RecallClosed(bytes32 indexed recall_id, bytes32 document)",
  `event ItemBound(${OF_ORDER}, uint256 round)`,
  `event ItemSold(${OF_ORDER}, address buyer)`,
  `event ItemReleased(${OF_ORDER})`,
  `event ItemClaimed(${OF_THING}, address by)`,
];

export const provenance = (runner) => new Contract(market.provenance, [...CALLS, ...VIEWS, ...EVENTS], runner);

/** What is committed to before a code (16 bytes) is shown. */
export function commitmentOf({ lot, serial }, code, claimer) {
  const types = ["tuple(bytes32, bytes32)", "bytes32", "address"];
  return keccak256(AbiCoder.defaultAbiCoder().encode(types, [[lot, serial], code.padEnd(66, "0"), claimer]));
}
