/** Adds and takes off evidence without leaving the page: files as soon as they are chosen or dropped, the rest by "Thêm". */

import { part, post, SignedOut } from "./request.js";
import { showStanding } from "./standing.js";
import { Uploads } from "./uploads.js";

const form = document.querySelector("form[data-autosave]");
const OF_FILES = /-(files|is_confidential|valid_until)$/;

function show(area, data) {
  area.querySelector("[data-evidence-list]").innerHTML = data.html;
  showStanding(form, data);
}

async function send(area, url, entries) {
  const state = area.querySelector("[data-evidence-state]");
  const body = new FormData();
  for (const [name, value] of entries) body.append(name, value);
  state.className = "save-state";
  state.textContent = state.dataset.sending;
  try {
    const { status, data } = await post(form, url, body);
    show(area, data);
    state.textContent = data.text;
    return status === 200;
  } catch (error) {
    state.classList.add("is-unsaved");
    state.textContent = error instanceof SignedOut ? form.dataset.signedOut : state.dataset.failed;
    return false;
  }
}

const prefixOf = (area) => `${area.closest("[data-card]").id}-evidence-`;

/** A link or a document. */
async function add(area) {
  const isWanted = (name) => name.startsWith(prefixOf(area)) && !OF_FILES.test(name);
  const isAdded = await send(area, area.dataset.url, part(form, isWanted));
  if (isAdded) for (const input of area.querySelectorAll("input")) if (isWanted(input.name)) input.value = "";
}

form.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-add], [data-remove]");
  if (!button) return;
  event.preventDefault();
  const area = button.closest("[data-evidence]");
  if (button.matches("[data-add]")) {
    await add(area);
    return;
  }
  await send(area, button.formAction, []);
  area.querySelector("h3").focus();
});

// -- files

const queues = new Map();

function uploads(area) {
  if (!queues.has(area)) queues.set(area, new Uploads(form, area, handlers(area)));
  return queues.get(area);
}

/** A file goes with the marks that its area shows when its turn comes; they are taken off once all have gone. */
function handlers(area) {
  const marks = [...area.querySelectorAll("[data-drop] input:not([type=file])")];
  return {
    bodyOf(file) {
      const body = new FormData();
      body.append(`${prefixOf(area)}files`, file);
      for (const [name, value] of part(form, (name) => marks.some((mark) => mark.name === name))) body.append(name, value);
      return body;
    },
    taken: (data) => show(area, data),
    emptied() {
      for (const mark of marks) mark.type === "checkbox" ? (mark.checked = false) : (mark.value = "");
    },
  };
}

form.addEventListener("change", (event) => {
  const area = event.target.closest("[data-evidence]");
  if (!area || event.target.type !== "file") return;
  const files = [...event.target.files];
  event.target.value = "";
  if (files.length) uploads(area).add(files);
});

addEventListener("beforeunload", (event) => {
  if ([...queues.values()].some((queue) => queue.isBusy)) event.preventDefault();
});

// -- dropping: anywhere on a question's evidence; beside it nothing happens, where a browser would leave the page

function areaOf(event) {
  const area = event.target.closest?.("[data-evidence]");
  return area?.querySelector("[data-drop]") ? area : null;
}

function mark(area) {
  for (const other of form.querySelectorAll(".evidence.is-dropping")) if (other !== area) other.classList.remove("is-dropping");
  area?.classList.add("is-dropping");
}

document.addEventListener("dragover", (event) => {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  const area = areaOf(event);
  event.dataTransfer.dropEffect = area ? "copy" : "none";
  mark(area);
});

document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) mark(null);
});

document.addEventListener("drop", (event) => {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  const area = areaOf(event);
  mark(null);
  if (area && event.dataTransfer.files.length) uploads(area).add([...event.dataTransfer.files]);
});
