/* The live desk: server-sent events say that something happened; what it is, is asked of the server anew. A call for this
   operator opens at once, unless something is being typed: then it waits at the top of the page. */
const strip = document.querySelector("[data-stream]");
const said = document.getElementById("live-said");
const form = document.querySelector("form[data-phone]");

function changed() {
  document.body.dispatchEvent(new CustomEvent("desk-changed"));
}

function isTyping() {
  return form !== null && [...form.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
}

function open(ref) {
  if (!ref) return;
  if (ref === strip.dataset.here) {
    if (form === null) window.location.reload();
  } else if (isTyping()) said.textContent = said.dataset.opens;
  else window.location.assign(strip.dataset.callUrl.replace("REF", ref));
}

function listen(address, last) {
  const url = new URL(address, window.location.href);
  url.searchParams.set("alates", last);
  const source = new EventSource(url);
  const heard = (event) => {
    changed();
    return JSON.parse(event.data);
  };
  source.addEventListener("open", (event) => {
    if (!(event instanceof MessageEvent)) {
      strip.dataset.connected = "";
      return;
    }
    open(heard(event).call);
  });
  source.addEventListener("desk", (event) => {
    if (heard(event).kind === "ringing") said.textContent = said.dataset.ringing;
  });
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) {
      delete strip.dataset.connected;
      said.textContent = said.dataset.lost;
    }
  });
  window.addEventListener("pagehide", () => source.close());
}

if (strip) listen(strip.dataset.stream, strip.dataset.last);

window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
