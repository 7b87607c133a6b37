/** Saves every question of the form page by itself when it changes. Texts come from the form's data attributes. */

import { isSame, Journal, person } from "./journal.js";
import { showLine } from "./line.js";
import { part, post, SignedOut } from "./request.js";
import { showStanding } from "./standing.js";

const TYPING = 1500;
const LONGEST_WAIT = 30_000;
const LONGEST_FLUSH = 5_000;

const form = document.querySelector("form[data-autosave]");
const whole = form.querySelector("[data-whole-state]");
const { assessment, section } = form.dataset;
const journal = new Journal(person(), assessment);
let isLeaving = false;

/** What is known of one question: its element, the prefix of its names, and where its saving stands. `pending`: what was
 * sent while nothing is known of its fate; it goes first again, so that it cannot stand against what follows it. */
class Card {
  constructor(element) {
    this.element = element;
    this.prefix = element.id;
    this.state = element.querySelector("[data-state]");
    this.problem = element.querySelector("[data-problem]");
    this.version = form.elements[`${this.prefix}-version`];
    this.isDirty = this.isRefused = this.isInConflict = false;
    this.failures = 0;
    this.timer = 0;
    this.running = this.pending = this.written = null;
  }

  /** Names and values of the answer as the fields are now. */
  get fields() {
    return part(form, (name) => name.startsWith(`${this.prefix}-`) && !name.startsWith(`${this.prefix}-evidence-`));
  }

  get isUnsaved() {
    return this.isRefused || this.isInConflict || this.failures > 0 || (this.isDirty && this.running !== null);
  }
}

const cards = [...form.querySelectorAll("[data-card]:not([data-closed])")].map((element) => new Card(element));

function cardOf(target) {
  const element = target.closest("[data-evidence]") ? null : target.closest("[data-card]");
  return cards.find((card) => card.element === element);
}

// -- the journal: what is not saved, for a page that comes after this one

function keep(card) {
  if (isLeaving) return;
  const { fields, pending, element } = card;
  card.written = journal.write(card.prefix, { at: Date.now(), section, url: element.dataset.url, fields, pending });
}

function forget(card) {
  if (card.written) journal.remove(card.prefix, card.written);
  card.written = null;
}

/** Puts back what an earlier page kept, with the version it was based on, but where this page was changed already; gives
 * the moment it was typed. */
function restore(card, entry) {
  const controls = controlsOf(card);
  const changed = controls.filter(isChanged).map(({ name }) => name);
  for (const control of controls.filter(({ name }) => !changed.includes(name))) fill(control, entry.fields);
  card.pending = entry.pending;
  keep(card);
  return entry.at;
}

function fill(control, fields) {
  const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
  if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
  else control.value = values[0] ?? "";
  const fold = control.closest("details");
  if (fold && values[0]) fold.open = true;
}

// -- saving: one request in flight a question, the newest state after it

function touch(card, wait) {
  card.isDirty = true;
  keep(card);
  clearTimeout(card.timer);
  card.timer = setTimeout(save, wait, card);
}

function save(card) {
  clearTimeout(card.timer);
  if (card.isDirty && !card.running && !card.isInConflict) {
    card.running = send(card).finally(() => {
      card.running = null;
      if (card.isDirty && card.failures === 0) save(card);
      sayWhole();
    });
  }
  return card.running;
}

async function send(card) {
  card.isDirty = false;
  say(card, form.dataset.saving);
  if (!navigator.onLine) return fail(card, null);
  const sent = (card.pending ??= card.fields);
  keep(card);
  try {
    const { status, data } = await post(form, card.element.dataset.url, new URLSearchParams(sent));
    showLine("online");
    if (!(status in ANSWERS)) return fail(card, null);
    card.failures = 0;
    card.pending = null;
    ANSWERS[status](card, data);
    follow(card, sent, status);
  } catch (error) {
    fail(card, error);
  }
}

/** What was answered may not be what stands in the fields by now. */
function follow(card, sent, status) {
  const isNewest = isSame(sent, card.fields);
  card.isDirty ||= !isNewest;
  if (status === 200 && isNewest) forget(card);
  else keep(card);
}

function fail(card, error) {
  card.isDirty = true;
  card.failures += 1;
  if (error instanceof SignedOut) card.pending = null;
  keep(card);
  showLine(error instanceof SignedOut ? "signed-out" : "offline");
  say(card, error instanceof SignedOut ? form.dataset.signedOut : form.dataset.unsaved, "is-unsaved");
  card.timer = setTimeout(save, Math.min(1000 * 2 ** card.failures, LONGEST_WAIT), card);
}

const ANSWERS = { 200: saved, 409: conflict, 422: refused };

function saved(card, data) {
  card.isRefused = false;
  card.version.value = data.version;
  clearErrors(card);
  say(card, data.text, "is-saved");
  showStanding(form, data);
}

function refused(card, data) {
  card.isRefused = true;
  clearErrors(card);
  for (const [name, messages] of Object.entries(data.errors)) showError(card, name, messages);
  say(card, data.text, "is-unsaved");
}

function conflict(card, data) {
  card.problem.innerHTML = data.html;
  offerChoice(card, data.version);
  say(card, data.text, "is-unsaved");
}

/** Two versions of an answer: mine is sent again as the successor of theirs, or the page shows theirs. */
function offerChoice(card, version) {
  card.isInConflict = true;
  card.problem.querySelector("[data-keep]").addEventListener("click", (event) => {
    event.preventDefault();
    card.problem.replaceChildren();
    card.version.value = version;
    card.isInConflict = false;
    card.element.focus();
    touch(card, 0);
  });
  card.problem.querySelector("[data-take]").addEventListener("click", (event) => {
    event.preventDefault();
    card.isInConflict = card.isRefused = card.isDirty = false;
    forget(card);
    location.hash = card.prefix;
    location.reload();
  });
}

// -- what the page shows

function say(card, text, name = "") {
  card.state.className = `save-state ${name}`;
  card.state.textContent = text;
}

function sayWhole() {
  if (cards.some((card) => card.isUnsaved)) whole.textContent = form.dataset.toMend;
  else if (cards.every((card) => !card.isDirty && !card.running)) whole.textContent = form.dataset.allSaved;
  whole.parentElement.classList.toggle("is-unsaved", cards.some((card) => card.isUnsaved));
}

function clearErrors(card) {
  card.problem.replaceChildren();
  for (const error of card.element.querySelectorAll(".field-error")) {
    for (const owner of card.element.querySelectorAll(`[aria-describedby~="${error.id}"]`)) {
      owner.removeAttribute("aria-invalid");
      const others = owner.getAttribute("aria-describedby").split(" ").filter((id) => id !== error.id);
      owner.setAttribute("aria-describedby", others.join(" "));
    }
    error.remove();
  }
}

/** An error as the server renders it: text before the control, the control described by it and marked. */
function showError(card, name, messages) {
  const field = card.element.querySelector(`[data-field="${card.prefix}-${name}"]`);
  const error = document.createElement("div");
  error.className = "field-error";
  error.id = `id_${card.prefix}-${name}_error`;
  error.append(...messages.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
  if (!field) return card.problem.append(error);
  const label = field.querySelector("label, legend");
  (label.closest(".form-check") ?? label).after(error);
  const owner = field.querySelector("fieldset, input, select, textarea");
  owner.setAttribute("aria-describedby", `${owner.getAttribute("aria-describedby") ?? ""} ${error.id}`.trim());
  if (owner.tagName !== "FIELDSET") owner.setAttribute("aria-invalid", "true");
  return undefined;
}

function showClear(card) {
  card.element.querySelector("[data-clear]").hidden = !card.element.querySelector("[type=radio]:checked");
}

// -- what people do

form.addEventListener("input", (event) => {
  const card = cardOf(event.target);
  if (card && event.target.matches("textarea, [type=text], [type=date]")) touch(card, TYPING);
});

form.addEventListener("change", (event) => {
  const card = cardOf(event.target);
  if (!card) return;
  showClear(card);
  touch(card, 0);
});

form.addEventListener("click", (event) => {
  if (!event.target.matches("[data-clear]")) return;
  const card = cardOf(event.target);
  for (const radio of card.element.querySelectorAll("[type=radio]:checked")) radio.checked = false;
  card.element.querySelector("[type=radio]").focus();
  showClear(card);
  touch(card, 0);
});

async function flush() {
  cards.forEach(save);
  await Promise.all(cards.map((card) => card.running));
  const isOpen = (card) => card.running || (card.isDirty && card.failures === 0 && !card.isInConflict);
  return cards.some(isOpen) ? flush() : undefined;
}

/** Evidence that was filled in but not added goes with the whole form, as it does without scripts. */
const hasEvidence = () => part(form, (name) => name.includes("-evidence-")).some(([, value]) => value.size ?? value);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await flush();
  const wrong = cards.find((card) => card.isUnsaved);
  if (wrong) wrong.element.focus();
  else if (hasEvidence()) {
    isLeaving = true;
    form.submit();
  }
  sayWhole();
});

/** What can still be sent is sent before the person is asked about the rest (sign_out.js). */
let isFlushed = false;

document.addEventListener("submit", async (event) => {
  if (!event.target.matches("[data-sign-out]") || isFlushed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  await Promise.race([flush(), new Promise((resolve) => setTimeout(resolve, LONGEST_FLUSH))]);
  await new Promise((resolve) => setTimeout(resolve)); // while this event is going round, a form cannot be submitted anew
  isFlushed = true;
  event.target.requestSubmit();
  isFlushed = false;
}, true);

addEventListener("journal-cleared", () => {
  isLeaving = true;
});

const retry = () => cards.filter((card) => card.failures > 0).forEach(save);

addEventListener("online", () => cards.forEach(save));
addEventListener("focus", retry);
document.addEventListener("visibilitychange", () => document.hidden || retry());
addEventListener("pagehide", () => isLeaving || cards.forEach(save));
addEventListener("beforeunload", (event) => {
  cards.filter((card) => card.failures === 0).forEach(save);
  if (!isLeaving && (cards.some((card) => card.isUnsaved) || hasEvidence())) event.preventDefault();
});

function isChanged(control) {
  if (control.type === "radio" || control.type === "checkbox") return control.checked !== control.defaultChecked;
  if (control.tagName === "SELECT") return [...control.options].some((option) => option.selected !== option.defaultSelected);
  return control.type !== "hidden" && control.value !== control.defaultValue;
}

function controlsOf(card) {
  return [...card.element.querySelectorAll("input, select, textarea")].filter((control) => cardOf(control));
}

/** What the server already showed as wrong is not saved yet; nor is what was changed before this script came, or kept by
 * an earlier page. Gives the moment of what was put back. */
function takeUp(card) {
  const isChosen = card.problem.querySelector("[data-keep]") !== null;
  const isShown = controlsOf(card).some(isChanged);
  const entry = isChosen ? null : journal.read(card.prefix);
  const isKnown = entry !== null && isSame(entry.fields, card.fields);
  const at = entry && !isKnown ? restore(card, entry) : 0;
  if (isKnown) journal.remove(card.prefix);
  if (isShown || at) touch(card, 0);
  showClear(card);
  card.isRefused = card.element.querySelector(":scope > :not(.evidence) .field-error") !== null;
  if (isChosen) offerChoice(card, card.version.value);
  return at;
}

/** The latest moment of what was put back, with the day unless it is today. */
function sayRestored(moment) {
  const box = document.querySelector("[data-restored]");
  const isToday = new Date(moment).toDateString() === new Date().toDateString();
  const shape = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(!isToday && { day: "numeric", month: "numeric" }) };
  const at = new Intl.DateTimeFormat(document.documentElement.lang, shape).format(moment);
  box.hidden = false;
  box.querySelector("[data-restored-text]").textContent = box.dataset.text.replace("{at}", at);
}

document.documentElement.classList.add("js");
navigator.locks?.request(`form:${assessment}:${section}`, { mode: "shared" }, () => new Promise(() => {}));
const restored = Math.max(0, ...cards.map(takeUp));
if (restored) sayRestored(restored);
