/** Files on their way into an evidence area: a row each with progress, fault, "cancel" and "again"; one sent at a time. */

import { SignedOut } from "./request.js";
import { upload } from "./upload.js";

const shape = document.querySelector("#upload-row");
const words = shape.dataset;
const DONE = 100;

const fill = (text, names) => text.replace(/\{(\w+)\}/g, (_whole, name) => names[name]);

function size(bytes) {
  const units = [["MB", 2 ** 20], ["KB", 2 ** 10]];
  const [unit, one] = units.find(([, least]) => bytes >= least) ?? ["B", 1];
  return `${new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(bytes / one)} ${unit}`;
}

/** What can be said of a file before it is sent; the server looks at its content. */
function whyNot(file) {
  const limit = Number(words.limit);
  const ending = /\.[^.]*$/.exec(file.name.toLowerCase())?.[0] ?? "";
  const types = words.types.split(",");
  if (!types.includes(ending)) return fill(words.wrongType, { types: types.join(" ") });
  return file.size > limit ? fill(words.tooLarge, { size: size(file.size), limit: size(limit) }) : "";
}

class Row {
  constructor(file) {
    this.file = file;
    this.element = shape.content.firstElementChild.cloneNode(true);
    this.bar = this.element.querySelector("progress");
    this.bar.setAttribute("aria-label", file.name);
    this.element.querySelector("[data-name]").textContent = file.name;
    this.element.querySelector("[data-size]").textContent = size(file.size);
    for (const of of this.element.querySelectorAll("[data-of]")) of.textContent = `: ${file.name}`;
    this.wait();
  }

  wait() {
    this.fault = "";
    this.show(words.waiting, 0);
  }

  show(text, percent) {
    this.element.classList.toggle("is-refused", this.fault !== "");
    this.element.querySelector("[data-retry]").hidden = !this.fault || this.isHopeless;
    this.element.querySelector("[data-told]").textContent = text;
    this.bar.hidden = this.fault !== "";
    this.bar.value = percent;
  }

  refuse(fault, isHopeless = false) {
    [this.fault, this.isHopeless] = [fault, isHopeless];
    this.show(fault, 0);
  }

  progress(loaded, total) {
    const percent = Math.floor((DONE * loaded) / total);
    this.show(percent < DONE ? `${words.sending}: ${percent} %` : words.checking, percent);
  }
}

/** The files of one question. `bodyOf(file)`: what to send with it; `taken(data)`: after each that was added;
 * `emptied()`: nothing is left to send or to mend. */
export class Uploads {
  constructor(form, area, { bodyOf, taken, emptied }) {
    Object.assign(this, { form, area, bodyOf, taken, emptied, rows: [], notes: [], running: null, done: 0, all: 0 });
    this.list = area.querySelector("[data-uploads]");
    this.state = area.querySelector("[data-evidence-state]");
    this.list.addEventListener("click", (event) => this.press(event));
  }

  get isBusy() {
    return this.rows.some((row) => !row.fault);
  }

  add(files) {
    if (!this.isBusy) [this.done, this.all, this.notes] = [0, 0, []];
    for (const file of files) {
      const row = new Row(file);
      this.rows.push(row);
      this.list.append(row.element);
      const fault = whyNot(file);
      if (fault) row.refuse(fault, true);
    }
    this.all += files.length;
    this.list.hidden = this.rows.length === 0;
    this.say(this.state.dataset.sending);
    this.next();
  }

  async next() {
    if (this.running) return;
    const row = this.rows.find((other) => !other.fault);
    if (!row) return this.finish();
    this.running = { row };
    await this.send(row);
    this.running = null;
    return this.next();
  }

  async send(row) {
    row.progress(0, 1);
    try {
      const sending = upload(this.form, this.area.dataset.url, this.bodyOf(row.file), (...at) => row.progress(...at));
      this.running.abort = sending.abort;
      const { status, data } = await sending.answer;
      if (status !== 200) return row.refuse(data.problems.join(" "));
      this.done += 1;
      this.notes.push(data.text);
      this.taken(data);
      this.drop(row);
    } catch (error) {
      if (this.rows.includes(row)) row.refuse(error instanceof SignedOut ? this.form.dataset.signedOut : words.lost);
    }
    return undefined;
  }

  finish() {
    const faulty = this.rows.filter((row) => row.fault);
    const said = this.all > 1 ? [fill(words.summary, this)] : [];
    if (this.all === 1 || faulty.length === 0) said.push(...new Set(this.notes));
    if (faulty.length) said.push(fill(words.faults, { names: faulty.map((row) => row.file.name).join(", ") }));
    this.say(said.join(" "), faulty.length > 0);
    if (faulty.length === 0) this.emptied();
  }

  press(event) {
    const button = event.target.closest("[data-cancel], [data-retry]");
    const row = button && this.rows.find((other) => other.element.contains(button));
    if (!row) return;
    if (button.matches("[data-retry]")) {
      row.wait();
      button.parentElement.querySelector("[data-cancel]").focus();
    } else this.cancel(row);
    this.next();
  }

  cancel(row) {
    this.drop(row);
    this.area.querySelector("h3").focus();
    if (this.running?.row === row) this.running.abort?.();
    this.all -= 1;
    this.notes.push(fill(words.cancelled, { name: row.file.name }));
  }

  drop(row) {
    this.rows = this.rows.filter((other) => other !== row);
    row.element.remove();
    this.list.hidden = this.rows.length === 0;
  }

  say(text, isFaulty = false) {
    this.state.className = `save-state${isFaulty ? " is-unsaved" : ""}`;
    this.state.textContent = text;
  }
}
