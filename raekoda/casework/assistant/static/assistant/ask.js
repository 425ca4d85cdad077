/* The field of the assistant: Enter asks, Shift+Enter begins a line. In a frame, the page around it says
   when it is opened, and Escape asks it to close. Without this module the button asks. */
const form = document.querySelector("[data-ask]");
const field = form?.elements.text;
const isFramed = window.parent !== window;

field?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  if (field.value.trim()) form.requestSubmit();
});

if (isFramed) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") window.parent.postMessage("raekoda:close", "*");
  });
  window.addEventListener("message", (event) => {
    if (event.data === "raekoda:opened" && event.source === window.parent) field?.focus();
  });
} else if (field && !field.value && window.matchMedia("(pointer: fine)").matches) {
  field.focus({ preventScroll: true });
}
