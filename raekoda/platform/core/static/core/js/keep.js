/* <form data-keep="name">: what is typed stays in this tab (sessionStorage) until the page says that it arrived. */
import { announce, word } from "./words.js";

const started = new WeakSet();
const PAUSE_MS = 300;
const NEVER_KEPT = new Set(["password", "hidden", "file", "submit", "button", "image", "reset"]);

const storageKey = (name) => `raekoda:kept:${name}`;

function keptFields(form) {
  return [...form.elements].filter((field) => field.name && !NEVER_KEPT.has(field.type) && field.tagName !== "BUTTON");
}

function isChoice(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function read(name) {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey(name)) ?? "null");
  } catch {
    return null;
  }
}

function write(form) {
  const values = keptFields(form)
    .filter((field) => !isChoice(field) || field.checked)
    .map((field) => [field.name, field.value])
    .filter(([, value]) => value !== "");
  try {
    if (values.length) sessionStorage.setItem(storageKey(form.dataset.keep), JSON.stringify(values));
    else forget(form.dataset.keep);
  } catch {
    /* storage full or refused: the form still works */
  }
}

function forget(name) {
  try {
    sessionStorage.removeItem(storageKey(name));
  } catch {
    /* storage refused */
  }
}

function isUntouched(form) {
  return keptFields(form).every((field) => {
    if (isChoice(field)) return field.checked === field.defaultChecked;
    if (field.tagName === "SELECT") return true;
    return field.value === "" || "prefilled" in field.dataset;
  });
}

function restore(form, values) {
  let changed = 0;
  for (const field of keptFields(form)) {
    const mine = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (!mine.length) continue;
    if (isChoice(field)) {
      const wanted = mine.includes(field.value);
      changed += Number(field.checked !== wanted);
      field.checked = wanted;
    } else if (field.value !== mine[0]) {
      field.value = mine[0];
      changed += Number(field.value === mine[0]);
    }
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  return changed > 0;
}

function tellRestored(form) {
  const again = document.createElement("button");
  again.type = "button";
  again.className = "ds-button";
  again.dataset.variant = "tertiary";
  again.textContent = word("startOver");
  const box = announce(word("restored"), "info", again);
  again.addEventListener("click", () => {
    forget(form.dataset.keep);
    form.reset();
    box.remove();
    keptFields(form)[0]?.focus();
  });
  form.prepend(box);
}

function keep(form) {
  if (started.has(form)) return;
  started.add(form);
  const values = read(form.dataset.keep);
  if (values && isUntouched(form) && restore(form, values)) tellRestored(form);
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(write, PAUSE_MS, form);
  });
  form.addEventListener("change", () => write(form));
  form.addEventListener("submit", () => write(form));
}

export function startKeeping(root) {
  root.querySelectorAll("[data-keep-done]").forEach((element) => forget(element.dataset.keepDone));
  root.querySelectorAll("form[data-keep]").forEach(keep);
}
