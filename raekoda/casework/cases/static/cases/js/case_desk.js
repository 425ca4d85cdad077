/* Lists and case page of the desk: j and k move between rows, o opens one; an expanded form gets the focus; a template is
   inserted at the cursor. Everything also works without JavaScript. */

function rows() {
  return [...document.querySelectorAll("[data-row] a.cd-case-link")];
}

function isTyping(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

function walk(step) {
  const links = rows();
  if (!links.length) return;
  const here = links.indexOf(document.activeElement);
  const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(here + step, 0), links.length - 1);
  links[next].focus();
  links[next].closest("[data-row]").scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key === "o" && rows().includes(document.activeElement)) document.activeElement.click();
});

function focusIn(details) {
  const field = details.querySelector("textarea, input:not([type=hidden]), select, button");
  field?.focus({ preventScroll: true });
  details.scrollIntoView({ block: "nearest" });
}

document.querySelectorAll("details.cd-do").forEach((details) => {
  let asked = false;
  details.querySelector("summary").addEventListener("click", () => (asked = true));
  details.addEventListener("toggle", () => {
    if (details.open && asked) focusIn(details);
    asked = false;
  });
});

const keysList = document.querySelector("[data-keys-list]");
document.querySelectorAll("[data-more-keys] > div").forEach((row) => keysList?.append(row));

document.querySelectorAll("script[id^=template-texts]").forEach((holder) => {
  const texts = new Map(JSON.parse(holder.textContent).map((each) => [String(each.pk), each.text]));
  const form = holder.closest("form");
  const select = form.elements.template;
  const area = form.elements.text;
  form.querySelector("[name=insert]")?.addEventListener("click", (event) => {
    const text = texts.get(select.value);
    if (text === undefined) return;
    event.preventDefault();
    const before = area.value.slice(0, area.selectionStart);
    const gap = before && !before.endsWith("\n") ? "\n\n" : "";
    area.setRangeText(gap + text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  });
});

document.querySelectorAll("form[data-send-key]").forEach((form) => {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
});
