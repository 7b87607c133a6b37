/** Keys of the review page: what bears `data-key` is pressed by that key, 1–4 choose a verdict. Not while typing. */

const form = document.querySelector("[data-judgement]");
const help = document.querySelector("[data-keys]");
const switchOn = document.querySelector("[data-keys-on]");
const TYPING = "textarea, select, input:not([type=radio], [type=checkbox])";
const PRESSED_BY_ENTER = "a, button, summary";
const STORED = "review-keys-off";
const PATIENCE = 1500;

/** Private windows may refuse to store anything. */
function stored(value) {
  try {
    if (value !== undefined) localStorage.setItem(STORED, value);
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

let areOn = stored() !== "1";
let isLeaving = false;
let secondTry;

function choose(place) {
  const radio = form.querySelectorAll("[name=verdict]")[place];
  if (!radio) return;
  radio.checked = true;
  radio.focus();
}

function save() {
  form.requestSubmit(form.querySelector("[data-key=s]"));
}

function toggleHelp() {
  help.open = !help.open;
  if (help.open) help.querySelector("summary").focus();
}

/** Chromium drops a navigation that begins while a PDF's viewer takes over its frame; so once more if we are still here. */
function follow(link) {
  clearTimeout(secondTry);
  link.click();
  secondTry = setTimeout(() => {
    if (!isUnsaved()) link.click();
  }, PATIENCE);
}

function press(key) {
  if (key === "?" && help) return toggleHelp();
  if (form && /^[1-4]$/.test(key)) return choose(Number(key) - 1);
  if (form && (key === "s" || key === "Enter")) return save();
  const link = document.querySelector(`a[data-key="${key}"]`);
  if (link) follow(link);
  return undefined;
}

const KEYS = new Set(["j", "k", "s", "?", "1", "2", "3", "4", "Enter"]);

document.addEventListener("keydown", (event) => {
  const isOurs = areOn && KEYS.has(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing;
  if (!isOurs || event.target.matches(TYPING)) return;
  if (event.key === "Enter" && event.target.matches(PRESSED_BY_ENTER)) return;
  event.preventDefault();
  press(event.key);
});

switchOn?.addEventListener("change", () => {
  areOn = switchOn.checked;
  stored(areOn ? "0" : "1");
});

if (switchOn) switchOn.checked = areOn;
document.documentElement.classList.add("js");

// -- what was chosen or typed and not saved is not lost without asking

function isChanged(control) {
  if (control.type === "radio" || control.type === "checkbox") return control.checked !== control.defaultChecked;
  if (control.tagName === "SELECT") return [...control.options].some((option) => option.selected !== option.defaultSelected);
  return control.matches("textarea, input:not([type=hidden])") && control.value !== control.defaultValue;
}

function isUnsaved() {
  return !isLeaving && form && [...form.elements].some(isChanged);
}

form?.addEventListener("submit", () => {
  isLeaving = true;
});

addEventListener("beforeunload", (event) => {
  if (isUnsaved()) event.preventDefault();
});

addEventListener("pagehide", () => clearTimeout(secondTry));

addEventListener("pageshow", () => {
  isLeaving = false;
});
