/** A button [data-passkey] starts the browser's own dialogue and sends what it answers with the button's form. What is
 * asked stands in the page (#passkey-options) or is fetched from the form's address; failures are told in
 * [data-passkey-problem]. */

const { webauthnJSON } = globalThis;

async function options(form) {
  const here = document.getElementById("passkey-options");
  if (here) return JSON.parse(here.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

function made(asked, form) {
  const chosen = asked.publicKey.authenticatorSelection;
  const alone = form.elements.passwordless?.checked ?? false;
  chosen.residentKey = alone ? "required" : "discouraged";
  chosen.requireResidentKey = alone;
  if (alone) chosen.userVerification = "required";
  return webauthnJSON.create(asked);
}

async function use(button) {
  const { form } = button;
  const problem = form.querySelector("[data-passkey-problem]");
  problem.hidden = true;
  try {
    const asked = await options(form);
    const answer = asked.creation_options
      ? await made(asked.creation_options, form)
      : await webauthnJSON.get(asked.request_options);
    form.elements.credential.value = JSON.stringify(answer);
    form.submit();
  } catch {
    problem.hidden = false;
    button.focus();
  }
}

if (webauthnJSON?.supported()) {
  for (const button of document.querySelectorAll("[data-passkey]")) {
    button.closest("[data-passkey-part]")?.removeAttribute("hidden");
    button.addEventListener("click", () => use(button));
  }
}
