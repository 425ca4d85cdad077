/* The phone desk: suggestions in the fields, answers and services taken over with one press, Ctrl+Enter registers. The
   form works without this module. */
const form = document.querySelector("[data-phone]");

function put(field, value) {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

form?.addEventListener("click", (event) => {
  const service = event.target.closest("[data-choose-service]");
  if (service) {
    put(form.elements.service, service.dataset.chooseService);
    form.elements.service.focus();
  }
  const use = event.target.closest("[data-use-answer]");
  if (use) {
    event.preventDefault();
    const text = form.querySelector(use.dataset.useAnswer).innerText.trim();
    const before = form.elements.answer.value.trim();
    put(form.elements.answer, before ? `${before}\n\n${text}` : text);
    form.elements.answer.focus();
  }
});

form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[value=register]"));
});

if (form && !document.querySelector(".rk-error-summary") && window.matchMedia("(pointer: fine)").matches) {
  form.elements.text.focus({ preventScroll: true });
}
