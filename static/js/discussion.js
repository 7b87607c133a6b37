/** The discussion in each question's fold of the form page: fetched when it is opened, posted to from there. */

import { takeUp } from "./mention.js";
import { post, SignedOut } from "./request.js";

const frame = document.getElementById("discussion-form");
const folds = [...document.querySelectorAll("[data-talk]")];

const textOf = (fold) => fold.querySelector("[data-talk-text]");
const isAmended = (fold) => [...fold.querySelectorAll("[data-talk-amended]")].some((area) => area.value !== area.defaultValue);
const isUnsent = (fold) => Boolean(textOf(fold)?.value.trim()) || isAmended(fold);

function say(fold, text, isBad = false) {
  const state = fold.querySelector("[data-talk-state]");
  state.classList.toggle("is-unsaved", isBad);
  state.textContent = text;
}

/** Show a thread; what was typed and not sent stays. */
function show(fold, data, isSent) {
  const typed = isSent ? "" : (textOf(fold)?.value ?? "");
  const ticked = isSent ? [] : [...fold.querySelectorAll("[data-person]:checked")].map((box) => box.id);
  fold.querySelector("[data-talk-body]").innerHTML = data.html;
  fold.querySelector("[data-talk-count]").textContent = data.count;
  fold.querySelector("[data-talk-settled]").hidden = !data.is_settled;
  if (textOf(fold)) textOf(fold).value = typed;
  for (const id of ticked) document.getElementById(id).checked = true;
  takeUp(fold);
  say(fold, data.text);
}

async function load(fold) {
  if (fold.dataset.loaded) return;
  fold.dataset.loaded = "yes";
  say(fold, frame.dataset.loading);
  try {
    const answer = await fetch(fold.dataset.url, { headers: { Accept: "application/json" } });
    if (answer.redirected) throw new SignedOut();
    show(fold, await answer.json(), false);
  } catch (error) {
    delete fold.dataset.loaded;
    say(fold, error instanceof SignedOut ? frame.dataset.signedOut : frame.dataset.notLoaded, true);
  }
}

async function send(fold, button) {
  if (fold.dataset.sending) return;
  fold.dataset.sending = "yes";
  const isSaying = button.matches("[data-talk-say]");
  const body = new FormData();
  const amended = button.closest("[data-talk-amend]")?.querySelector("[data-talk-amended]");
  if (amended) body.append(amended.name, amended.value);
  if (isSaying) {
    body.append("text", textOf(fold).value);
    for (const box of fold.querySelectorAll("[data-person]:checked")) body.append("mentions", box.value);
  }
  say(fold, frame.dataset.sending);
  try {
    const { status, data } = await post(frame, button.formAction, body);
    if (status === 200) show(fold, data, isSaying);
    else say(fold, data.text, true);
    const place = textOf(fold) ?? fold.querySelector("summary");
    place.focus();
  } catch (error) {
    say(fold, error instanceof SignedOut ? frame.dataset.signedOut : frame.dataset.failed, true);
  } finally {
    delete fold.dataset.sending;
  }
}

for (const fold of folds) {
  fold.addEventListener("toggle", () => fold.open && load(fold));
  fold.addEventListener("click", (event) => {
    const button = event.target.closest("[data-talk-say], [data-talk-act]");
    if (!button) return;
    event.preventDefault();
    send(fold, button);
  });
  // The answer's own saving is not concerned.
  for (const kind of ["input", "change"]) fold.addEventListener(kind, (event) => event.stopPropagation());
  fold.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
  });
  if (fold.open) load(fold);
}

addEventListener("beforeunload", (event) => {
  if (folds.some(isUnsent)) event.preventDefault();
});
