/** Signing out takes a person's unsent answers off this computer, after asking. */

import { clear, countOf } from "./journal.js";

for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener("submit", (event) => {
    const count = countOf(form.dataset.user);
    if (count === 0) return;
    if (confirm(form.dataset.warning.replace("{n}", count))) {
      clear(form.dataset.user);
      dispatchEvent(new Event("journal-cleared"));
    } else event.preventDefault();
  });
}
