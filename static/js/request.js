/** Posting from the form page, also after the sign-in was renewed in another tab. */

import { person } from "./journal.js";

const LARGEST_KEPT_ALIVE = 60_000;
const PATIENCE = 60_000;

/** The sign-in is over and has not been renewed. */
export class SignedOut extends Error {}

/** Post to `url`; gives {status, data} of a JSON answer. Throws SignedOut, or another error if nothing was saved. */
export async function post(form, url, body) {
  let answer = await send(form, url, body);
  if (isTurnedAway(answer) && (await renewToken())) answer = await send(form, url, body);
  if (isTurnedAway(answer)) throw new SignedOut();
  return { status: answer.status, data: await answer.json() };
}

/** The part of a form's data whose names pass `wanted`. */
export function part(form, wanted) {
  return [...new FormData(form)].filter(([name]) => wanted(name));
}

function send(form, url, body) {
  const headers = { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  if (!(body instanceof URLSearchParams)) return fetch(url, { method: "POST", headers, body });
  const keepalive = String(body).length < LARGEST_KEPT_ALIVE;
  return fetch(url, { method: "POST", headers, body, keepalive, signal: AbortSignal.timeout(PATIENCE) });
}

function isTurnedAway(answer) {
  return answer.redirected || answer.status === 403;
}

/** Signing in changes the token: take the one that this very page would have now, if it is the same person's. */
async function renewToken() {
  const page = await fetch(location.href);
  if (page.redirected || !page.ok) return false;
  const found = new DOMParser().parseFromString(await page.text(), "text/html");
  const fresh = found.querySelector("[name=csrfmiddlewaretoken]");
  if (!fresh || person(found) !== person()) return false;
  for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = fresh.value;
  return true;
}
