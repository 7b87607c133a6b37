/** Says who else of the province is at which question, and tells them where this person is. Offline it stays silent. */

const EVERY = 20_000;
const { url, section } = document.querySelector("#presence").dataset;
const lines = [...document.querySelectorAll("[data-presence]")];

const codeOf = (target) => target?.closest?.("[data-card]")?.querySelector("[data-presence]")?.dataset.presence ?? "";

let here = codeOf(document.activeElement);
let timer = 0;

function show(editing) {
  for (const line of lines) {
    const text = editing[line.dataset.presence] ?? "";
    if (line.textContent !== text) line.textContent = text; // a live region: what stays is not read out again
  }
}

async function beat(code = here) {
  clearTimeout(timer);
  timer = setTimeout(beat, EVERY);
  if (document.hidden && code) return;
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": token },
      body: new URLSearchParams({ section, code }),
      keepalive: true,
      redirect: "error",
    });
    show(answer.ok ? (await answer.json()).editing : {});
  } catch {
    show({});
  }
}

function move(code) {
  if (code === here) return;
  here = code;
  beat();
}

document.addEventListener("focusin", (event) => move(codeOf(event.target)));
document.addEventListener("focusout", (event) => {
  if (!event.relatedTarget) setTimeout(() => document.activeElement === document.body && move(""), 0);
});
document.addEventListener("visibilitychange", () => beat(document.hidden ? "" : here));
addEventListener("pagehide", () => beat(""));
beat();
