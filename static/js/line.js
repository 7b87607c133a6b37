/** Says in the save bar how the line to the server stands: there, cut, or the sign-in is over. */

const line = document.querySelector("[data-line]");
const signIn = document.querySelector("[data-sign-in]");

export function showLine(state) {
  const text = state === "online" ? line.dataset.online : line.dataset.offline;
  if (line.textContent !== text) line.textContent = text;
  line.hidden = state === "signed-out";
  signIn.hidden = state !== "signed-out";
  line.classList.toggle("is-offline", state === "offline");
}

addEventListener("offline", () => showLine("offline"));
addEventListener("online", () => showLine("online"));
showLine(navigator.onLine ? "online" : "offline");
