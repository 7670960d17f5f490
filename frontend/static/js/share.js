// Sharing: the connected account for the link, and the device's own way to pass something on.

const field = document.getElementById("ref");
const mine = document.getElementById("mine");
const pass = document.getElementById("pass-on");

document.addEventListener("handover:account", ({ detail }) => {
  mine.hidden = !detail;
  mine.dataset.account = detail ?? "";
});
mine.addEventListener("click", () => {
  field.value = mine.dataset.account;
  field.form.requestSubmit();
});

if (navigator.share) {
  pass.hidden = false;
  pass.addEventListener("click", () => {
    const { title, url } = pass.dataset;
    navigator.share({ title, url }).catch(() => {}); // changing one's mind is no error
  });
}
