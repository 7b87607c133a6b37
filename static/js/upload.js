/** Sends one file with its progress. */

import { post } from "./request.js";

/** Begin to post `body` to `url`: {answer, abort}. `answer` gives {status, data} of a JSON answer; it throws SignedOut,
 * or another error if nothing was kept. After the sign-in was renewed the file goes once more, without progress. */
export function upload(form, url, body, onProgress) {
  const request = new XMLHttpRequest();
  const answer = sent(request, form, url, body, onProgress).then(() =>
    isTurnedAway(request, url) ? post(form, url, body) : { status: request.status, data: JSON.parse(request.responseText) },
  );
  return { answer, abort: () => request.abort() };
}

function sent(request, form, url, body, onProgress) {
  request.open("POST", url);
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
  request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(loaded, total));
  return new Promise((resolve, reject) => {
    request.addEventListener("load", resolve);
    for (const name of ["error", "abort", "timeout"]) request.addEventListener(name, () => reject(new Error(name)));
    request.send(body);
  });
}

function isTurnedAway(request, url) {
  return request.status === 403 || request.responseURL !== new URL(url, location.href).href;
}
