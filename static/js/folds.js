// Long pages on phones: what is marked so is folded up there. Without this script all of it is open.

if (window.matchMedia("(max-width: 47.99rem)").matches) {
  for (const fold of document.querySelectorAll("details[data-fold-on-phones]")) {
    fold.open = false;
  }
}
