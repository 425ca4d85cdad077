/* <input data-suggest-url="...">: suggestions while typing, after the ARIA pattern "editable combobox with list". */
import { word } from "./words.js";

const started = new WeakSet();
const PAUSE_MS = 150;
const SHORTEST = 2;
let counter = 0;

class Suggestions {
  constructor(input) {
    this.input = input;
    this.items = [];
    this.chosen = -1;
    this.list = document.createElement("ul");
    this.list.className = "rk-suggestions";
    this.list.id = `rk-suggestions-${(counter += 1)}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", word("suggestions"));
    this.list.hidden = true;
    this.status = document.createElement("span");
    this.status.className = "ds-sr-only";
    this.status.setAttribute("role", "status");
    input.parentElement.classList.add("rk-has-suggestions");
    input.parentElement.append(this.list, this.status);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("autocomplete", "off");
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.onClick(event));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE_MS);
  }

  async ask() {
    const text = this.input.value.trim();
    this.request?.abort();
    if (text.length < SHORTEST) return this.close();
    this.request = new AbortController();
    const address = new URL(this.input.dataset.suggestUrl, location.href);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { signal: this.request.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return this.close();
      const { suggestions, addresses } = await answer.json();
      if (document.activeElement === this.input) this.show(suggestions ?? addresses ?? []);
    } catch {
      /* typed on, or no connection: the search works without suggestions */
    }
  }

  show(suggestions) {
    this.items = suggestions;
    this.chosen = -1;
    this.list.replaceChildren(...suggestions.map((suggestion, index) => this.option(suggestion, index)));
    const isOpen = suggestions.length > 0;
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = isOpen ? word("suggestionCount", { count: suggestions.length }) : "";
  }

  option(suggestion, index) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.index = index;
    const text = document.createElement("span");
    text.textContent = suggestion.text;
    option.append(text);
    if (suggestion.kind) {
      const kind = document.createElement("span");
      kind.className = "rk-suggestions__kind";
      kind.textContent = suggestion.kind;
      option.append(kind);
    }
    return option;
  }

  choose(index) {
    const options = [...this.list.children];
    this.chosen = (index + options.length + 1) % (options.length + 1);
    if (this.chosen === options.length) this.chosen = -1;
    options.forEach((option, position) => option.setAttribute("aria-selected", String(position === this.chosen)));
    if (this.chosen < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", options[this.chosen].id);
    options[this.chosen].scrollIntoView({ block: "nearest" });
  }

  onKey(event) {
    const isOpen = !this.list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) this.ask();
      else if (event.key === "ArrowDown") this.choose(this.chosen + 1);
      else this.choose(this.chosen < 0 ? this.items.length - 1 : this.chosen - 1);
    } else if (event.key === "Enter" && isOpen && this.chosen >= 0) {
      event.preventDefault();
      this.take(this.items[this.chosen]);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      this.close();
    }
  }

  onClick(event) {
    const option = event.target.closest("[role=option]");
    if (option) this.take(this.items[Number(option.dataset.index)]);
  }

  take(suggestion) {
    this.close();
    this.input.value = suggestion.text;
    this.input.dispatchEvent(new CustomEvent("rk:suggestion", { bubbles: true, detail: suggestion }));
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
    if (suggestion.url) location.assign(suggestion.url);
    else if (this.input.closest("form[role=search]")) this.input.form.requestSubmit();
  }

  close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.chosen = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

export function startSuggestions(root) {
  root.querySelectorAll("input[data-suggest-url]").forEach((input) => {
    if (started.has(input)) return;
    started.add(input);
    new Suggestions(input);
  });
}
