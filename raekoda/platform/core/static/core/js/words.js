/* Words of the scripts in the language of the page: <template id="rk-words" data-...> in ui/scripts.html. */
const source = document.getElementById("rk-words");

/** The text ``name``, with {placeholders} filled from ``values``. */
export function word(name, values = {}) {
  const text = source?.dataset[name] ?? "";
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

/** Says ``text`` to everybody: a box on the page, read out by screen readers. */
export function announce(text, tone = "info", action = null) {
  const box = document.createElement("div");
  box.className = "rk-alert rk-kept";
  box.dataset.tone = tone;
  box.setAttribute("role", tone === "danger" ? "alert" : "status");
  const body = document.createElement("div");
  body.className = "rk-alert__body";
  body.textContent = text;
  box.append(body);
  if (action) box.append(action);
  return box;
}
