// Starts Ganache as its own command would, but without a base fee: the least that it lets a block have is 7 wei, and it
// has no option for it. With none a test's balances change by what the contracts move only, as on Anvil. And what it
// would work out or fetch from its disk again for each call is kept.

const { modules: libraries } = require("../node_modules/ganache/dist/node/0.js");
const { modules: own } = require("../node_modules/ganache/dist/node/1.js");
const LevelDown = require("../node_modules/ganache/node_modules/leveldown");

const RULES = "INITIAL_BASE_FEE_PER_GAS:1000000000n,ELASTICITY:2n";
const INTERPRETER = "async _runStepHook(";
const OPCODES = "getOpcodesForHF=function";

/** Has `change` work on what that module exports whose code alone has these words. */
function amend(modules, words, change) {
  const [id, ...others] = Object.keys(modules).filter((name) => String(modules[name]).includes(words));
  if (id === undefined || others.length) throw new Error(`This Ganache says elsewhere: ${words}`);
  const made = modules[id];
  modules[id] = (module, exports, load) => {
    made(module, exports, load);
    change(exports);
  };
}

// none to begin with, and none more for a full block
amend(own, RULES, (exports) => Object.assign(exports.BlockParams, { INITIAL_BASE_FEE_PER_GAS: 0n, ELASTICITY: 1n }));

amend(libraries, OPCODES, (exports) => {
  const known = new Map();
  const find = exports.getOpcodesForHF;
  exports.getOpcodesForHF = (common, custom) => {
    if (custom?.length) return find(common, custom);
    const rules = [common.hardfork(), ...common.eips()].join();
    if (!known.has(rules)) known.set(rules, find(common, custom));
    return known.get(rules);
  };
});

// Who listens to each step of the EVM is told at once where nobody waits for him.
amend(libraries, INTERPRETER, (exports) => {
  const { _runStepHook } = exports.Interpreter.prototype;
  exports.Interpreter.prototype._runStepHook = function (dynamicFee, gasLeft) {
    const listeners = this._evm.events.listeners("step");
    if (this._evm.DEBUG || listeners.some((listener) => listener.length > 1)) {
      return _runStepHook.call(this, dynamicFee, gasLeft);
    }
    const { _runState: state, _env: env } = this;
    const { fullName: name, fee, isAsync } = this.lookupOpInfo(state.opCode);
    const step = {
      pc: state.programCounter,
      gasLeft,
      gasRefund: state.gasRefund,
      opcode: { name, fee, dynamicFee, isAsync },
      stack: state.stack._store,
      returnStack: state.returnStack._store,
      depth: env.depth,
      address: env.address,
      account: env.contract,
      memory: state.memory._store,
      memoryWordCount: state.memoryWordCount,
      codeAddress: env.codeAddress,
      eei: state.eei,
    };
    for (const listener of listeners) listener(step);
  };
});

// The database is a new one on each start, and nobody else writes into it: what was put there is known.
const kept = new Map();
const name = (key) => Buffer.from(key).latin1Slice();
const { _put, _get, _del, _batch } = LevelDown.prototype;
Object.assign(LevelDown.prototype, {
  _put(key, value, ...rest) {
    kept.set(name(key), Buffer.from(value));
    _put.call(this, key, value, ...rest);
  },
  _get(key, options, callback) {
    const value = options.asBuffer === false ? undefined : kept.get(name(key));
    if (value === undefined) _get.call(this, key, options, callback);
    else process.nextTick(callback, null, Buffer.from(value));
  },
  _del(key, ...rest) {
    kept.delete(name(key));
    _del.call(this, key, ...rest);
  },
  _batch(operations, ...rest) {
    for (const { type, key, value } of operations) {
      if (type === "put") kept.set(name(key), Buffer.from(value));
      else kept.delete(name(key));
    }
    _batch.call(this, operations, ...rest);
  },
  _clear() {
    throw new Error("This Ganache clears its database, which is not watched.");
  },
});
delete LevelDown.prototype._chainedBatch; // the inherited one ends in _batch

require("../node_modules/ganache/dist/node/cli.js");
