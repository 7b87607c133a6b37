/** Answers that the server has not confirmed, kept in this browser: one entry a person, assessment and question.
 *
 * An entry is {at, section, url, fields, pending}: when it was typed, where it stands, where it is sent, what is in the
 * fields ([name, value] pairs, the version it was based on among them), and what was sent with an answer that never came.
 * A browser without storage, or rubbish in it, is as if nothing were kept. */

const NAME = "journal:";
const LONGEST_KEPT = 30 * 24 * 3600 * 1000;

export class Journal {
  constructor(user, assessment) {
    this.prefix = `${NAME}${user}:${assessment}:`;
  }

  /** Keeps the entry; gives what was written, to be handed to `remove`. */
  write(leaf, entry) {
    const text = JSON.stringify(entry);
    attempt(() => localStorage.setItem(this.prefix + leaf, text));
    return text;
  }

  read(leaf) {
    return understood(attempt(() => localStorage.getItem(this.prefix + leaf)));
  }

  /** Takes an entry away unless another window has written a newer one than `written` meanwhile. */
  remove(leaf, written = null) {
    attempt(() => {
      const stands = localStorage.getItem(this.prefix + leaf);
      if (written === null || stands === written) localStorage.removeItem(this.prefix + leaf);
    });
  }

  /** [leaf, entry, what was written] of each. */
  entries() {
    const found = keys(this.prefix).map((key) => [key, attempt(() => localStorage.getItem(key))]);
    return found.map(([key, text]) => [key.slice(this.prefix.length), understood(text), text]).filter(([, entry]) => entry);
  }
}

/** The person whose page this is. */
export function person(page = document) {
  return page.querySelector("[data-user]")?.dataset.user ?? "";
}

/** How many answers of a person are kept here, of all assessments. */
export function countOf(user) {
  return keys(`${NAME}${user}:`).filter((key) => understood(attempt(() => localStorage.getItem(key)))).length;
}

export function clear(user) {
  for (const key of keys(`${NAME}${user}:`)) attempt(() => localStorage.removeItem(key));
}

export function isSame(one, other) {
  const bare = (fields) => JSON.stringify(fields.filter(([name]) => !name.endsWith("-version")));
  return bare(one) === bare(other);
}

function keys(prefix) {
  return attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(prefix))) ?? [];
}

function attempt(work) {
  try {
    return work();
  } catch {
    return null;
  }
}

function understood(text) {
  const entry = attempt(() => JSON.parse(text));
  const isRecent = entry !== null && Number.isFinite(entry?.at) && Date.now() - entry.at < LONGEST_KEPT;
  const isPlaced = isText(entry?.section) && /^[\w.-]+$/.test(entry.section) && /^\/[^/\\]/.test(entry.url);
  return isRecent && isPlaced && isFields(entry.fields) && (!entry.pending || isFields(entry.pending)) ? entry : null;
}

function isText(value) {
  return typeof value === "string";
}

function isFields(given) {
  const isPair = (pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isText);
  const isVersion = ([name, value]) => name.endsWith("-version") && /^\d+$/.test(value);
  return Array.isArray(given) && given.every(isPair) && given.some(isVersion);
}
