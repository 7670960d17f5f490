// The gallery: thumbnails, buttons and arrow keys scroll its stage instead of the page, and all of them agree.

const stage = document.getElementById("stage");
const figures = [...(stage?.querySelectorAll("figure") ?? [])];
const thumbs = [...document.querySelectorAll(".gallery .thumbs a")];
const steps = document.querySelector(".gallery-steps");
const KEYS = { ArrowLeft: -1, ArrowRight: 1 };
let current = 0;

function show(place) {
  const picture = figures[Math.max(0, Math.min(place, figures.length - 1))];
  stage.scrollTo({ left: picture.offsetLeft - figures[0].offsetLeft });
}

function mark(place) {
  current = place;
  thumbs.forEach((thumb, other) => {
    if (other === place) thumb.setAttribute("aria-current", "true");
    else thumb.removeAttribute("aria-current");
  });
  steps.querySelector("[data-count]").textContent = `${place + 1} / ${figures.length}`;
  const pressed = document.activeElement;
  for (const button of steps.querySelectorAll("button")) {
    button.disabled = !figures[place + Number(button.dataset.step)];
  }
  if (pressed.disabled && steps.contains(pressed)) steps.querySelector("button:enabled").focus();
}

if (figures.length > 1) {
  mark(0);
  thumbs.forEach((thumb, place) =>
    thumb.addEventListener("click", (event) => {
      event.preventDefault();
      show(place);
    }),
  );
  steps.addEventListener("click", ({ target }) => {
    const step = target.closest("[data-step]")?.dataset.step;
    if (step) show(current + Number(step));
  });
  stage.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS)) return;
    event.preventDefault();
    show(current + KEYS[event.key]);
  });
  stage.addEventListener("scroll", () => {
    const place = Math.round(stage.scrollLeft / stage.clientWidth);
    if (place !== current) mark(place);
  });
}
