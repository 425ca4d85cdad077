/* <script src="https://.../abiline/vidin.js" defer data-language="et"></script>: a button that opens the assistant.
   data-language is et, en or ru (else the page's own language); data-side="left" puts the button on the left;
   data-button="#id" opens from a button of the page instead. What is drawn lives in a shadow root: the page's styles
   do not reach it, nor its styles the page. Nothing is kept in the visitor's browser. */
(() => {
  const SETTINGS = __RAEKODA__;
  const script = document.currentScript;
  const home = new URL(script.src).origin;

  const STYLES = `
    :host { all: initial; color-scheme: light dark; }
    * { box-sizing: border-box; font-family: "Segoe UI", system-ui, -apple-system, Roboto, "Noto Sans", sans-serif; }
    [hidden] { display: none !important; }
    .open, .tool { border: 0; cursor: pointer; font-size: 1rem; line-height: 1.3; }
    .open {
      align-items: center; background: var(--accent); border-radius: 2rem; bottom: 1.25rem; box-shadow: 0 6px 24px rgb(0 0 0 / 25%);
      color: var(--on-accent); display: inline-flex; font-weight: 600; gap: .6rem; max-width: calc(100vw - 2rem);
      min-height: 3.25rem; padding: .6rem 1.35rem; position: fixed; inset-inline-end: 1.25rem; z-index: 2147483000;
    }
    .open.left { inset-inline: 1.25rem auto; }
    .open:hover { background: var(--hover); }
    .open svg { flex-shrink: 0; }
    :focus-visible { box-shadow: 0 0 0 5px #fff; outline: 3px solid #000; outline-offset: 2px; }
    dialog {
      background: Canvas; border: 1px solid rgb(128 128 128 / 35%); border-radius: 1rem; box-shadow: 0 24px 70px rgb(0 0 0 / 35%);
      color: CanvasText; flex-direction: column; height: min(46rem, 100dvh - 2rem); inset: auto 1rem 1rem auto; margin: 0;
      max-height: none; max-width: none; overflow: hidden; padding: 0; position: fixed; width: min(30rem, 100vw - 2rem);
    }
    dialog[open] { display: flex; }
    dialog.left { inset: auto auto 1rem 1rem; }
    dialog::backdrop { background: rgb(0 0 0 / 35%); }
    header { align-items: center; display: flex; gap: .25rem; padding: .5rem .5rem .5rem 1.1rem; border-bottom: 1px solid rgb(128 128 128 / 25%); }
    h2 { flex: 1; font-size: 1rem; font-weight: 600; line-height: 1.3; margin: 0; overflow-wrap: anywhere; }
    .tool {
      background: transparent; border-radius: .5rem; color: inherit; display: inline-grid; height: 2.75rem; place-items: center;
      text-decoration: none; width: 2.75rem;
    }
    .tool:hover { background: rgb(128 128 128 / 18%); }
    .tool:focus-visible { outline-offset: -3px; }
    iframe { border: 0; display: block; flex: 1; min-height: 0; width: 100%; }
    @media (max-width: 40rem) {
      dialog, dialog.left { border: 0; border-radius: 0; height: 100dvh; inset: 0; width: 100vw; }
    }
    @media (prefers-reduced-motion: no-preference) {
      dialog[open] { animation: rise .18s ease-out; }
      @keyframes rise { from { opacity: 0; translate: 0 .75rem; } }
    }
    @media (forced-colors: active) { .open { border: 2px solid ButtonText; } }
    @media print { :host { display: none; } }
  `;
  const ICONS = {
    ask: [
      "M2.992 16.342a2 2 0 0 1 .094 1.167l-1.065 3.29a1 1 0 0 0 1.236 1.168l3.413-.998a2 2 0 0 1 1.099.092 10 10 0 1 0-4.777-4.719",
      "M9.09 9a3 3 0 0 1 5.83 1c0 2-3 3-3 3",
      "M12 17h.01",
    ],
    whole: ["M15 3h6v6", "M10 14 21 3", "M18 13v6a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h6"],
    close: ["M18 6 6 18", "m6 6 12 12"],
  };

  function drawn(name, attributes, ...children) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function icon(name) {
    const line = { fill: "none", stroke: "currentColor", "stroke-width": 2, "stroke-linecap": "round", "stroke-linejoin": "round" };
    const paths = ICONS[name].map((d) => drawn("path", { d }));
    return drawn("svg", { width: 22, height: 22, viewBox: "0 0 24 24", "aria-hidden": "true", ...line }, ...paths);
  }

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function language() {
    const wanted = [script.dataset.language, document.documentElement.lang, "et"];
    return wanted.map((each) => (each ?? "").slice(0, 2).toLowerCase()).find((each) => each in SETTINGS.languages);
  }

  class RaekodaAssistant extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      this.words = SETTINGS.languages[language()];
      this.lang = language();
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [this.styles()];
      const side = script.dataset.side === "left" ? "left" : "";
      this.button = element("button", { type: "button", class: `open ${side}`, "aria-haspopup": "dialog" }, icon("ask"), this.words.open);
      this.dialog = element("dialog", { class: side, "aria-label": this.words.title }, this.head());
      root.append(this.button, this.dialog);
      this.button.addEventListener("click", () => this.open());
      this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
      window.addEventListener("message", (event) => this.onMessage(event));
      this.useButtonOfThePage();
    }

    styles() {
      const { light, dark } = SETTINGS.colours;
      const block = (shades) => `:host { --accent: ${shades.accent}; --on-accent: ${shades.onAccent}; --hover: ${shades.hover}; }`;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`${block(light)} @media (prefers-color-scheme: dark) { ${block(dark)} } ${STYLES}`);
      return sheet;
    }

    head() {
      const whole = element("a", { class: "tool", href: home + this.words.page, target: "_blank", rel: "noopener", "aria-label": this.words.whole, title: this.words.whole }, icon("whole"));
      const close = element("button", { class: "tool", type: "button", "aria-label": this.words.close, title: this.words.close }, icon("close"));
      close.addEventListener("click", () => this.dialog.close());
      return element("header", {}, element("h2", {}, this.words.name), whole, close);
    }

    useButtonOfThePage() {
      const own = script.dataset.button && document.querySelector(script.dataset.button);
      if (!own) return;
      this.button.hidden = true;
      own.setAttribute("aria-haspopup", "dialog");
      own.addEventListener("click", () => this.open());
    }

    open() {
      this.dialog.showModal();
      if (this.frame) return this.enter();
      this.frame = element("iframe", { src: home + this.words.frame, title: this.words.title, referrerpolicy: "no-referrer" });
      this.frame.addEventListener("load", () => this.enter());
      this.dialog.append(this.frame);
    }

    enter() {
      if (!this.dialog.open) return;
      this.frame.focus();
      this.frame.contentWindow.postMessage("raekoda:opened", home);
    }

    onMessage(event) {
      const isOurs = event.origin === home && event.source === this.frame?.contentWindow;
      if (isOurs && event.data === "raekoda:close") this.dialog.close();
    }
  }

  if (!customElements.get("raekoda-assistant")) customElements.define("raekoda-assistant", RaekodaAssistant);
  const place = () => document.querySelector("raekoda-assistant") ?? document.body.append(document.createElement("raekoda-assistant"));
  if (document.body) place();
  else document.addEventListener("DOMContentLoaded", place);
})();
