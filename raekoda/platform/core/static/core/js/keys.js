/* Keyboard shortcuts of the desk: data-key on links, buttons and fields; "?" lists them. They rest while one types. */
const dialog = document.getElementById("rk-keys");
const list = dialog?.querySelector("[data-keys-list]");

function isTyping(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

function holders() {
  return [...document.querySelectorAll("[data-key]")].filter((element) => element.checkVisibility?.() ?? true);
}

function nameOf(element) {
  const label = element.labels?.[0]?.textContent;
  return (element.dataset.keyLabel || label || element.getAttribute("aria-label") || element.textContent).trim();
}

function showList() {
  if (!list || dialog.open) return;
  list.querySelectorAll("[data-shortcut]").forEach((row) => row.remove());
  for (const element of holders()) {
    const row = document.createElement("div");
    row.dataset.shortcut = "";
    const term = document.createElement("dt");
    const key = document.createElement("kbd");
    key.textContent = element.dataset.key;
    term.append(key);
    const meaning = document.createElement("dd");
    meaning.textContent = nameOf(element);
    row.append(term, meaning);
    list.append(row);
  }
  dialog.showModal();
}

function press(element) {
  if (element.matches("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select")) element.focus();
  else element.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    event.preventDefault();
    showList();
    return;
  }
  const element = holders().find((each) => each.dataset.key === event.key);
  if (!element) return;
  event.preventDefault();
  press(element);
});

document.querySelectorAll("[data-open-keys]").forEach((button) => button.addEventListener("click", showList));
