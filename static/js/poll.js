/** Looks every second, then more rarely, whether a snapshot and its reports are finished; then shows the page anew. */

const SLOWEST = 3000;
const { poll: url } = document.querySelector("[data-poll]").dataset;

function sayDelayed(isDelayed) {
  for (const text of document.querySelectorAll("[data-delayed]")) text.hidden = !isDelayed;
  for (const text of document.querySelectorAll("[data-usual]")) text.hidden = isDelayed;
}

async function isFinished() {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (answer.redirected || !answer.ok) return answer.redirected;
  const found = await answer.json();
  sayDelayed(found.is_delayed);
  return found.is_finished;
}

async function look(wait) {
  const finished = await isFinished().catch(() => false);
  if (finished) location.reload();
  else setTimeout(look, wait, Math.min(wait * 1.2, SLOWEST));
}

setTimeout(look, 1000, 1000);
