// Links to other variants keep the quantity that was typed.

const quantity = document.getElementById("quantity");

function keepQuantity() {
  for (const link of document.querySelectorAll("[data-variant]")) {
    const address = new URL(link.href);
    if (quantity.validity.valid && quantity.value !== "1") address.searchParams.set("quantity", quantity.value);
    else address.searchParams.delete("quantity");
    link.href = address;
  }
}

quantity?.addEventListener("input", keepQuantity);
if (quantity) keepQuantity(); // what was typed before this was loaded
