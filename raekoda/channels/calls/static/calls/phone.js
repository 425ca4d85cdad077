/* The phone desk: one press inserts an answer or a service, Ctrl+Enter submits, digits select the wrap-up code. The form
   works without this module. */
const form = document.querySelector("[data-phone]");

function put(field, value) {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function reveal(field) {
  const around = field.closest("details");
  if (around) around.open = true;
  field.focus();
}

form?.addEventListener("click", (event) => {
  const service = event.target.closest("[data-choose-service]");
  if (service) {
    put(form.elements.service, service.dataset.chooseService);
    reveal(form.elements.service);
  }
  const use = event.target.closest("[data-use-answer]");
  if (use) {
    event.preventDefault();
    const text = form.querySelector(use.dataset.useAnswer).innerText.trim();
    const before = form.elements.answer.value.trim();
    put(form.elements.answer, before ? `${before}\n\n${text}` : text);
    reveal(form.elements.answer);
  }
});

form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-ctrl-enter]"));
});

function choose(digit) {
  const code = [...form.querySelectorAll(".ca-code")].find((each) => each.querySelector("kbd").textContent === digit);
  code?.querySelector("input").click();
  code?.querySelector("input").focus();
}

function isText(element) {
  return element.matches("textarea, select, input:not([type=radio], [type=checkbox])");
}

if (form?.matches("[data-note]")) {
  form.elements.text.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    (form.querySelector(".ca-code input:checked") ?? form.querySelector(".ca-code input"))?.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (!/^[1-9]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isText(document.activeElement) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    choose(event.key);
  });
}

if (form && !document.querySelector(".rk-error-summary") && window.matchMedia("(pointer: fine)").matches) {
  form.elements.text.focus({ preventScroll: true });
}
