/** What earlier pages left in the browser for questions that take no answer any more: shown, to be copied and discarded. */

import { isSame, Journal, person } from "./journal.js";

const box = document.querySelector("[data-unsendable]");
const list = box.querySelector("[data-unsendable-list]");
const shape = box.querySelector("template").content.firstElementChild;
const journal = new Journal(person(), box.dataset.assessment);

const controlsOf = (card) => [...card.querySelectorAll("input[name], select[name], textarea[name]")];
const isCheckable = (control) => control.matches("[type=radio], [type=checkbox]");
const plain = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";

/** Entries of this page whose question is closed, or not on it. */
function stuck() {
  const own = journal.entries().filter(([, entry]) => entry.section === box.dataset.section);
  return own.filter(([leaf]) => document.getElementById(leaf)?.dataset.closed !== undefined || !document.getElementById(leaf));
}

/** What the server has, as an entry would hold it. */
function standing(card, fields) {
  const names = new Set(fields.map(([name]) => name));
  const given = controlsOf(card).filter((control) => !isCheckable(control) || control.checked);
  return given.filter(({ name }) => names.has(name)).map(({ name, value }) => [name, value]);
}

/** A line a field, choices by their words. */
function inWords(card, fields) {
  const told = fields.filter(([name, value]) => value && !name.endsWith("-version"));
  return told.map(([name, value]) => (card ? said(card, name, value) : value)).join("\n");
}

function said(card, name, value) {
  const all = controlsOf(card).filter((control) => control.name === name);
  const control = all.find((one) => !isCheckable(one) || one.value === value);
  if (!control) return value;
  if (isCheckable(control)) return plain(control.labels[0]);
  const text = control.tagName === "SELECT" ? plain([...control.options].find((one) => one.value === value)) : value;
  return `${plain(control.labels[0])}: ${text}`;
}

function show([leaf, entry, written]) {
  const card = document.getElementById(leaf);
  const row = shape.cloneNode(true);
  const text = row.querySelector("textarea");
  const title = card ? plain(card.querySelector(`#${CSS.escape(leaf)}-title`)) : leaf;
  const at = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
  row.querySelector("[data-title]").textContent = title;
  row.querySelector("[data-at]").textContent = at.format(entry.at);
  text.value = inWords(card, entry.fields);
  text.setAttribute("aria-label", title);
  row.querySelector("[data-copy]").addEventListener("click", () => copy(text));
  row.querySelector("[data-discard]").addEventListener("click", () => discard(row, leaf, written));
  list.append(row);
}

/** Where the browser does not let pages copy, the text is marked for the person to do it. */
async function copy(text) {
  text.select();
  const isCopied = await navigator.clipboard?.writeText(text.value).then(() => true, () => false);
  say(isCopied ? box.dataset.copied : box.dataset.marked);
}

function discard(row, leaf, written) {
  if (!confirm(box.dataset.ask)) return;
  journal.remove(leaf, written);
  row.remove();
  say(box.dataset.discarded);
  if (!list.children.length) finish();
}

function say(text) {
  box.querySelector("[data-unsendable-said]").textContent = text;
}

function finish() {
  box.querySelector("[data-unsendable-about]").hidden = true;
  box.querySelector("[data-unsendable-said]").tabIndex = -1;
  box.querySelector("[data-unsendable-said]").focus();
}

for (const found of stuck()) {
  const [leaf, entry, written] = found;
  const card = document.getElementById(leaf);
  if (card && isSame(entry.fields, standing(card, entry.fields))) journal.remove(leaf, written);
  else show(found);
}
box.hidden = !list.children.length;
