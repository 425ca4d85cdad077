/* htmx 4: sends the CSRF token, starts behaviours in what came, moves the focus, says when a request failed. */
import { announce, word } from "./words.js";

function csrfToken() {
  return document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

function focusIn(element) {
  const wanted = element.querySelector?.("[autofocus], [data-focus]");
  if (!wanted) return;
  if (!wanted.matches("a, button, input, select, textarea, [tabindex]")) wanted.tabIndex = -1;
  wanted.focus();
}

function tellFailed() {
  document.querySelector("[data-failed]")?.remove();
  const box = announce(word("failed"), "danger");
  box.dataset.failed = "";
  document.getElementById("sisu")?.prepend(box);
}

export function startExchange(root, startAll) {
  root.addEventListener("htmx:config:request", (event) => {
    const { request } = event.detail.ctx;
    if (request.method !== "GET") request.headers["X-CSRFToken"] = csrfToken();
  });
  root.addEventListener("htmx:after:settle", (event) => {
    const target = event.target instanceof Element ? event.target : document;
    startAll(document);
    focusIn(target);
    document.querySelector("[data-failed]")?.remove();
  });
  root.addEventListener("htmx:error", tellFailed);
  root.addEventListener("htmx:response:error", tellFailed);
}
