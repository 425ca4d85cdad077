/* Small buttons: open and close dialogs in browsers without invoker commands, copy, print. */
import { word } from "./words.js";

const SHOWN_MS = 2500;

export function startDialogs(root) {
  if ("commandForElement" in HTMLButtonElement.prototype) return;
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button[commandfor]");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (!dialog) return;
    if (button.getAttribute("command") === "show-modal") dialog.showModal();
    if (button.getAttribute("command") === "close") dialog.close();
  });
}

export function startCopy(root) {
  root.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.querySelector(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    const before = button.textContent;
    button.textContent = word("copied");
    setTimeout(() => (button.textContent = before), SHOWN_MS);
  });
}

export function startPrint(root) {
  root.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
}
