/** Shows a PDF or an image in a dialog of the page; without scripts the same link opens a new tab. */

const dialog = document.querySelector("[data-viewer]");
const body = dialog.querySelector("[data-viewer-body]");

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-view]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(link.href, link.dataset.view);
});

function show(address, title) {
  const src = `${address}#navpanes=0&view=FitH`; // for the browser's own PDF viewer
  const frame = Object.assign(document.createElement("iframe"), { src, title });
  dialog.querySelector("h2").textContent = title;
  dialog.querySelector("[data-viewer-tab]").href = address;
  body.replaceChildren(frame);
  dialog.showModal(); // gives the focus back to the link when it closes
}

dialog.addEventListener("close", () => body.replaceChildren());
