/* Server-sent events of the desk: on each event the fragments reload. A call for this operator opens at once, unless the
   form has unsaved text: then it is listed at the top of the page. */
const strip = document.querySelector("[data-stream]");
const message = document.getElementById("live-message");
const form = document.querySelector("form[data-phone]");

function notifyChange() {
  document.body.dispatchEvent(new CustomEvent("desk-changed"));
}

function isTyping() {
  return form !== null && [...form.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
}

function open(ref) {
  if (!ref) return;
  if (ref === strip.dataset.here) {
    if (form === null) window.location.reload();
  } else if (isTyping()) message.textContent = message.dataset.opens;
  else window.location.assign(strip.dataset.callUrl.replace("REF", ref));
}

function listen(address, last) {
  const url = new URL(address, window.location.href);
  url.searchParams.set("alates", last);
  const source = new EventSource(url);
  const receive = (event) => {
    notifyChange();
    return JSON.parse(event.data);
  };
  source.addEventListener("open", (event) => {
    if (!(event instanceof MessageEvent)) {
      strip.dataset.connected = "";
      return;
    }
    open(receive(event).call);
  });
  source.addEventListener("desk", (event) => {
    if (receive(event).kind === "ringing") message.textContent = message.dataset.ringing;
  });
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) {
      delete strip.dataset.connected;
      message.textContent = message.dataset.lost;
    }
  });
  window.addEventListener("pagehide", () => source.close());
}

if (strip) listen(strip.dataset.stream, strip.dataset.last);

window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
