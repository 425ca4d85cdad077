/* Counts characters down under long texts. Screen readers hear it after a pause, not at every key. */
const started = new WeakSet();
const SPEAK_AFTER_MS = 1200;
const QUIET_SHARE = 0.2;

function count(counter) {
  const field = document.getElementById(counter.dataset.counter);
  if (!field || started.has(counter)) return;
  started.add(counter);
  const limit = Number(counter.dataset.limit);
  const spoken = document.createElement("span");
  spoken.className = "ds-sr-only";
  spoken.setAttribute("role", "status");
  counter.after(spoken);
  const rule = counter.textContent;
  let timer;
  const show = () => {
    const left = limit - [...field.value].length;
    if (left > limit * QUIET_SHARE) return void (counter.textContent = rule);
    counter.toggleAttribute("data-over", left < 0);
    const text = left < 0 ? counter.dataset.textOver : counter.dataset.textLeft;
    counter.textContent = text.replace("{count}", Math.abs(left));
    clearTimeout(timer);
    if (left < limit / 10) timer = setTimeout(() => (spoken.textContent = counter.textContent), SPEAK_AFTER_MS);
  };
  field.removeAttribute("maxlength");
  field.addEventListener("input", show);
  field.addEventListener("change", show);
  show();
}

export function startCounters(root) {
  root.querySelectorAll("[data-counter]").forEach(count);
}
