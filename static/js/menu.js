/** Menus made of <details data-menu> close when one looks elsewhere: a click outside, or Escape. The menu and
 * the tabs of a phone and the list of sections stand at the page's own entry; the list is open where there is room. */

const open = () => document.querySelectorAll("details[data-menu][open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

for (const row of document.querySelectorAll(".site-nav, .tabs")) {
  const own = row.querySelector("[aria-current]");
  if (own && row.scrollWidth > row.clientWidth) {
    row.scrollLeft = own.offsetLeft - row.offsetLeft - (row.clientWidth - own.offsetWidth) / 2;
  }
}

const sections = document.querySelector(".section-nav");
if (sections && matchMedia("(min-width: 62rem)").matches) {
  sections.open = true;
  const own = sections.querySelector("[aria-current]").getBoundingClientRect();
  for (const box of [sections, sections.querySelector("nav")]) { // one of the two scrolls, by the height of the screen
    box.scrollTop += own.top - box.getBoundingClientRect().top - (box.clientHeight - own.height) / 2;
  }
}
