// The one place that says where the Ethereum library is served.
export * from "../../vendor/ethers.min.js";
