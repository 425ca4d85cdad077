/* A form that changes something is sent once; without a connection it is not sent at all and nothing is lost. */
import { announce, word } from "./words.js";

const RELEASE_MS = 30000;
const busy = new Map();

function buttonsOf(form) {
  return form.querySelectorAll("button:not([type=button]), input[type=submit]");
}

function release(form) {
  clearTimeout(busy.get(form));
  busy.delete(form);
  buttonsOf(form).forEach((button) => button.removeAttribute("aria-disabled"));
}

function hold(form) {
  busy.set(form, setTimeout(release, RELEASE_MS, form));
  buttonsOf(form).forEach((button) => button.setAttribute("aria-disabled", "true"));
}

function tellOffline(form) {
  form.querySelector("[data-offline]")?.remove();
  const box = announce(word("offline"), "danger");
  box.dataset.offline = "";
  form.append(box);
}

function onSubmit(event) {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (busy.has(form)) {
    event.preventDefault();
  } else if (navigator.onLine === false) {
    event.preventDefault();
    tellOffline(form);
  } else if (!isHtmx(form, event.submitter)) {
    hold(form);
  }
}

function isHtmx(form, submitter) {
  return [form, submitter].some((element) => element?.matches("[hx-post], [hx-get], [hx-put], [hx-delete], [hx-action]"));
}

export function startOnce(root) {
  root.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", () => [...busy.keys()].forEach(release));
}
