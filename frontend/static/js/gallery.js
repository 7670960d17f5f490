// The gallery's thumbnails scroll its stage instead of the page.

for (const link of document.querySelectorAll(".gallery .thumbs a")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const picture = document.getElementById(link.hash.slice(1));
    picture.parentElement.scrollTo({ left: picture.offsetLeft - picture.parentElement.offsetLeft });
  });
}
