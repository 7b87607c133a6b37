/** Sends what earlier pages of this assessment left in the browser, and says which sections still have something. */

import { Journal, person } from "./journal.js";
import { post } from "./request.js";

const notice = document.querySelector("[data-unsent]");
const journal = new Journal(person(), notice.dataset.assessment);

/** Entries outside the section of this page, which sends its own. */
function others() {
  return journal.entries().filter(([, entry]) => entry.section !== notice.dataset.current);
}

/** Sections that are open in a window now and send by themselves; null where the browser cannot tell. */
async function openSections() {
  const locks = await navigator.locks?.query();
  const start = `form:${notice.dataset.assessment}:`;
  return locks ? new Set(locks.held.map(({ name }) => name.startsWith(start) && name.slice(start.length))) : null;
}

/** First what may have arrived already, then what stood in the fields, as its successor. */
async function deliver(leaf, entry, written) {
  let version = null;
  for (const fields of [entry.pending, entry.fields].filter(Boolean)) {
    const body = new URLSearchParams(fields);
    if (version !== null) body.set(`${leaf}-version`, version);
    const { status, data } = await post(document.querySelector("form[data-user]"), entry.url, body);
    if (status === 409 || (status !== 200 && fields === entry.fields)) return;
    version = status === 200 ? data.version : version;
  }
  journal.remove(leaf, written);
}

async function sendAll() {
  const open = await openSections();
  for (const [leaf, entry, written] of others()) {
    if (open && !open.has(entry.section)) await deliver(leaf, entry, written).catch(() => undefined);
  }
  tell();
}

function tell() {
  const counts = new Map();
  for (const [, { section }] of others()) counts.set(section, (counts.get(section) ?? 0) + 1);
  const lines = [...counts].map(([section, count]) => {
    const link = document.createElement("a");
    link.href = notice.dataset.sectionUrl.replace("SECTION", encodeURIComponent(section));
    link.textContent = notice.dataset.text.replace("{n}", count).replace("{section}", section);
    return Object.assign(document.createElement("p"), { className: "mb-0" }).appendChild(link).parentElement;
  });
  notice.querySelector("[data-unsent-lines]").replaceChildren(...lines);
  notice.hidden = lines.length === 0;
}

addEventListener("online", sendAll);
addEventListener("storage", tell);
sendAll();
