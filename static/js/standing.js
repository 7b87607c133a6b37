/** Shows anew what the server says of the page after a question changed: hidden questions, what is lacking, whether the
 * earlier answer can still be kept, progress, the score so far. */

export function showStanding(form, { hidden, lacking, given, live, progress }) {
  for (const card of form.querySelectorAll("[data-card]")) {
    card.classList.toggle("is-hidden", hidden.includes(card.id));
    const line = card.querySelector("[data-lacking]");
    const keep = card.querySelector("[data-keep-earlier]");
    if (keep) keep.hidden = given.includes(card.id);
    line.hidden = !(card.id in lacking);
    line.querySelector("[data-lacking-text]").textContent = lacking[card.id] ?? "";
  }
  const note = form.querySelector("[data-hidden-note]");
  note.hidden = hidden.length === 0;
  note.querySelector("[data-hidden-count]").textContent = hidden.length;
  showProgress(progress);
  for (const place of document.querySelectorAll("[data-live]")) showLive(place, live[place.dataset.live]);
}

/** Whoever is on a link in there stays on it, if it is still there. */
function showLive(place, html) {
  const target = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  place.innerHTML = html;
  if (target) [...place.querySelectorAll("a")].find((link) => link.getAttribute("href") === target)?.focus();
}

function showProgress({ section, total }) {
  for (const text of document.querySelectorAll("[data-progress-text=total]")) {
    text.textContent = `${total.answered}/${total.asked}`;
  }
  for (const bar of document.querySelectorAll("[data-progress=total]")) [bar.value, bar.max] = [total.answered, total.asked];
  const line = document.querySelector("[data-current-line]");
  line.querySelector(".count").textContent = `${section.answered}/${section.asked}`;
  line.querySelector(".state-text").textContent = section.state_text;
  line.querySelector(".icon").className = `icon icon-${section.state} mark-${section.state}`;
}
