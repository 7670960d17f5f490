// Starts Ganache as its own command would, but without a base fee: the least that it lets a block have is 7 wei, and it
// has no option for it. With none a test's balances change by what the contracts move only, as on Anvil.

const { modules } = require("../node_modules/ganache/dist/node/1.js");

const RULES = "INITIAL_BASE_FEE_PER_GAS:1000000000n,ELASTICITY:2n";
const [id, ...others] = Object.keys(modules).filter((name) => String(modules[name]).includes(RULES));
if (id === undefined || others.length) throw new Error("This Ganache says elsewhere what its blocks cost.");

const made = modules[id];
modules[id] = (module, exports, load) => {
  made(module, exports, load);
  // none to begin with, and none more for a full block
  Object.assign(exports.BlockParams, { INITIAL_BASE_FEE_PER_GAS: 0n, ELASTICITY: 1n });
};

require("../node_modules/ganache/dist/node/cli.js");
