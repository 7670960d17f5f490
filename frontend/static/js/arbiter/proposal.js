// The call that a contract has to make: shown for its signers to propose it in the contract's own wallet.

/** Show a call of an ethers Contract by its name: to, value, data. */
export function propose(contract, verb, values) {
  const call = { to: contract.target, value: "0", data: contract.interface.encodeFunctionData(verb, values) };
  const place = document.getElementById("proposal");
  for (const [name, text] of Object.entries(call)) {
    const code = place.querySelector(`[data-call="${name}"]`);
    code.textContent = text;
    code.nextElementSibling.dataset.copy = text;
  }
  place.hidden = false;
  place.scrollIntoView({ block: "start" });
  place.focus({ preventScroll: true });
}
