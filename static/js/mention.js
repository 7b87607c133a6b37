/** "@" in a comment offers the province's people; choosing one ticks their box under "Nhắc tới". The boxes alone do. */

const MOST = 8;

/** Letters without their marks, so that "@ha" finds "Hà". */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

class Mention {
  constructor(area) {
    this.text = area.querySelector("[data-talk-text]");
    this.list = area.querySelector("[data-mention-list]");
    this.said = area.querySelector("[data-mention-said]");
    this.names = area.querySelector("[data-mention-names]");
    this.boxes = [...area.querySelectorAll("[data-person]")];
    this.typed = new Set();
    this.active = 0;
    area.querySelector("[data-mention-hint]").hidden = false;
    for (const [name, value] of Object.entries({ autocomplete: "list", haspopup: "listbox", controls: this.list.id })) {
      this.text.setAttribute(`aria-${name}`, value);
    }
    this.text.setAttribute("aria-describedby", `${this.text.id}_hint`);
    this.text.addEventListener("input", () => this.look());
    this.text.addEventListener("keydown", (event) => this.press(event));
    this.text.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
    for (const box of this.boxes) box.addEventListener("change", () => this.showNames());
    this.showNames();
  }

  /** What stands between the last "@" of a word's beginning and the cursor; null if nobody is being named. */
  get wanted() {
    const before = this.text.value.slice(0, this.text.selectionStart);
    return /(?:^|\s)@([^@\n]{0,40})$/.exec(before)?.[1] ?? null;
  }

  look() {
    this.untick();
    const wanted = this.wanted;
    if (wanted === null) return this.close();
    const found = this.boxes.filter((box) => plain(box.dataset.person).includes(plain(wanted))).slice(0, MOST);
    if (wanted.includes(" ") && !found.length) return this.close();
    this.list.replaceChildren(...found.map((box, number) => this.option(box, number)));
    this.said.textContent = found.length ? this.said.dataset.found.replace("%d", found.length) : this.said.dataset.none;
    this.list.hidden = !found.length;
    return this.mark(0);
  }

  option(box, number) {
    const option = document.createElement("li");
    option.id = `${this.list.id}_${number}`;
    option.setAttribute("role", "option");
    option.dataset.box = box.id;
    option.append(...[...box.labels[0].childNodes].map((node) => node.cloneNode(true)));
    return option;
  }

  mark(number) {
    const options = [...this.list.children];
    this.active = options.length ? (number + options.length) % options.length : 0;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === this.active)));
    if (!options.length) this.text.removeAttribute("aria-activedescendant");
    else this.text.setAttribute("aria-activedescendant", options[this.active].id);
    options[this.active]?.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    if (this.list.hidden || event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) this.mark(this.active + steps[event.key]);
    else if (event.key === "Enter" || event.key === "Tab") this.choose(this.list.children[this.active]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  choose(option) {
    if (!option) return;
    const box = document.getElementById(option.dataset.box);
    const end = this.text.selectionStart;
    this.text.setRangeText(`@${box.dataset.person} `, end - this.wanted.length - 1, end, "end");
    box.checked = true;
    this.typed.add(box);
    this.close();
    this.showNames();
    this.text.focus();
  }

  /** Whose name was chosen by "@" and deleted again is not mentioned. */
  untick() {
    for (const box of this.typed) {
      if (this.text.value.includes(`@${box.dataset.person}`)) continue;
      box.checked = false;
      this.typed.delete(box);
    }
    this.showNames();
  }

  showNames() {
    if (!this.names) return;
    const chosen = this.boxes.filter((box) => box.checked).map((box) => box.dataset.person);
    this.names.textContent = chosen.length ? `(${chosen.join(", ")})` : "";
  }

  close() {
    this.list.hidden = true;
    this.list.replaceChildren();
    this.said.textContent = "";
    this.text.removeAttribute("aria-activedescendant");
  }
}

/** Where somebody can be mentioned within `root`. */
export function takeUp(root) {
  for (const area of root.querySelectorAll("[data-mention]")) new Mention(area);
}

takeUp(document);
