/** Adds and takes off evidence without leaving the page: a file as soon as it is chosen, the rest by "Thêm". */

import { part, post, SignedOut } from "./request.js";
import { showStanding } from "./standing.js";

const form = document.querySelector("form[data-autosave]");

async function send(area, url, entries) {
  const state = area.querySelector("[data-evidence-state]");
  const body = new FormData();
  for (const [name, value] of entries) body.append(name, value);
  state.className = "save-state";
  state.textContent = state.dataset.sending;
  try {
    const { status, data } = await post(form, url, body);
    area.querySelector("[data-evidence-list]").innerHTML = data.html;
    state.textContent = data.text;
    showStanding(form, data);
    return status === 200;
  } catch (error) {
    state.classList.add("is-unsaved");
    state.textContent = error instanceof SignedOut ? form.dataset.signedOut : state.dataset.failed;
    return false;
  }
}

async function add(area, isWanted) {
  const prefix = `${area.closest("[data-card]").id}-evidence-`;
  const entries = part(form, (name) => name.startsWith(prefix) && isWanted(name));
  const inputs = [...area.querySelectorAll("input")].filter((input) => isWanted(input.name));
  const isAdded = await send(area, area.dataset.url, entries);
  for (const input of inputs) {
    if (input.type === "file") input.value = "";
    else if (isAdded && input.type === "checkbox") input.checked = false;
    else if (isAdded) input.value = "";
  }
}

form.addEventListener("change", (event) => {
  const area = event.target.closest("[data-evidence]");
  if (area && event.target.type === "file") add(area, (name) => /-(files|is_confidential)$/.test(name));
});

form.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-add], [data-remove]");
  if (!button) return;
  event.preventDefault();
  const area = button.closest("[data-evidence]");
  if (button.matches("[data-add]")) {
    await add(area, (name) => !name.endsWith("-files"));
    return;
  }
  await send(area, button.formAction, []);
  area.querySelector("h3").focus();
});
