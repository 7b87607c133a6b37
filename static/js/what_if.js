/** Scores the changes of a what-if a moment after the last one, and shows and says what they come to. */

import { post } from "./request.js";

const PAUSE = 400;
const form = document.querySelector("[data-what-if]");
const outcome = form.querySelector("[data-outcome]");
const said = form.querySelector("[data-said]");
const refused = form.querySelector("[data-refused]");
const lost = form.dataset.whatIf;

let timer = 0;
let latest = 0;

/** Sentences at their questions, those of an earlier attempt taken away. */
function showErrors(errors) {
  for (const line of form.querySelectorAll("[data-said-here]")) line.remove();
  for (const [name, sentences] of Object.entries(errors)) {
    const line = document.createElement("p");
    line.className = "field-error";
    line.dataset.saidHere = "";
    line.textContent = sentences.join(" ");
    document.getElementById(name)?.append(line);
  }
}

function refuse(text) {
  refused.textContent = text;
  refused.hidden = !text;
}

async function score() {
  const turn = ++latest;
  form.querySelector(".outcome").classList.add("is-waiting");
  const answer = await post(form, form.action, new URLSearchParams(new FormData(form))).catch(() => null);
  if (turn !== latest) return;
  form.querySelector(".outcome").classList.remove("is-waiting");
  if (!answer) return refuse(lost);
  const { errors, text, html } = answer.data;
  showErrors(errors);
  refuse(html ? "" : text);
  if (html) {
    outcome.innerHTML = html;
    said.textContent = text;
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(score, PAUSE);
});
