/* <div data-map>: a map to look at, or (data-map-pick) to choose a place on. The form works without it: every map has an
   address field or a list beside it. With data-map-pick the pin stands still in the middle and the map moves under it:
   one way for mouse, finger and arrow keys. */
import { AreaPoints } from "./map-area.js";
import { addMarkers, addOutline, boxOf, gridLines, plainStyle } from "./map-style.js";
import { startSuggestions } from "./suggest.js";

const ESTONIA = [[21.7, 57.5], [28.3, 59.75]];
const CHOSEN_ZOOM = 16.5;
const DIGITS = 6;
const PIN =
  '<svg viewBox="0 0 24 24" aria-hidden="true"><path stroke-width="1.4" d="M20 10c0 5-5.5 10.2-7.4 11.8a1 1 0 0 1-1.2 0C9.5 20.2 4 15 4 10a8 8 0 0 1 16 0"/><circle cx="12" cy="10" r="3" fill="#fff"/></svg>';

function colourOf(box, tone = "accent") {
  return getComputedStyle(box).getPropertyValue(`--ds-color-${tone}-base-default`).trim() || "#0b5f6b";
}

async function loadLibrary(box) {
  const stylesheet = document.createElement("link");
  stylesheet.rel = "stylesheet";
  stylesheet.href = box.dataset.libraryCss;
  document.head.append(stylesheet);
  const library = await import(box.dataset.library);
  if (box.dataset.worker) library.setWorkerUrl(new URL(box.dataset.worker, location.href).href);
  return library;
}

async function fetchJson(url) {
  if (!url) return null;
  try {
    const answer = await fetch(url, { headers: { Accept: "application/geo+json, application/json" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function button(text, content, onClick) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "ds-button";
  element.dataset.variant = "secondary";
  element.dataset.icon = "";
  element.setAttribute("aria-label", text);
  element.title = text;
  element.append(content.cloneNode(true));
  element.addEventListener("click", onClick);
  return element;
}

class PlaceMap {
  constructor(box, library, outline) {
    this.box = box;
    this.library = library;
    this.words = document.createElement("p");
    this.words.className = "rk-map__words";
    this.words.setAttribute("role", "status");
    this.words.hidden = true;
    const canvas = document.createElement("div");
    canvas.className = "rk-map__canvas";
    box.querySelector(".rk-map__fallback")?.remove();
    box.append(canvas, this.words);
    box.dataset.ready = "";
    this.outline = outline;
    this.map = new library.Map(this.options(canvas));
    this.map.getCanvas().setAttribute("aria-label", box.dataset.textLabel);
    this.map.on("error", () => this.box.dataset.incomplete ??= "");
    this.map.on("load", () => this.onLoad());
    this.addTools();
    if (this.isPicker) this.startPicking();
  }

  get isPicker() {
    return "mapPick" in this.box.dataset;
  }

  get start() {
    const { lon, lat } = this.box.dataset;
    return lon && lat ? [Number(lon), Number(lat)] : null;
  }

  options(canvas) {
    const { tilesUrl, styleUrl, attribution } = this.box.dataset;
    const view = this.start
      ? { center: this.start, zoom: CHOSEN_ZOOM }
      : { bounds: (this.outline && boxOf(this.outline)) ?? ESTONIA, fitBoundsOptions: { padding: 24 } };
    return {
      ...view,
      container: canvas,
      style: styleUrl || plainStyle({ tiles: tilesUrl, attribution }),
      attributionControl: { compact: true, customAttribution: styleUrl ? attribution : undefined },
      cooperativeGestures: !this.isPicker && !("mapFree" in this.box.dataset),
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      locale: this.locale(),
    };
  }

  locale() {
    const { textCooperate, textCooperateTouch } = this.box.dataset;
    return {
      "CooperativeGesturesHandler.WindowsHelpText": textCooperate,
      "CooperativeGesturesHandler.MacHelpText": textCooperate.replace("Ctrl", "⌘"),
      "CooperativeGesturesHandler.MobileHelpText": textCooperateTouch,
    };
  }

  onLoad() {
    const colour = colourOf(this.box);
    const drawGrid = () => this.map.getSource("grid")?.setData(gridLines(this.map.getBounds(), this.map.getZoom()));
    drawGrid();
    this.map.on("moveend", drawGrid);
    if (this.outline) addOutline(this.map, this.outline, colour);
    if (this.box.dataset.markersUrl) {
      addMarkers(this.map, this.box.dataset.markersUrl, colour);
      this.openMarkersOnClick();
    }
    if (this.box.dataset.areaUrl) this.area = new AreaPoints(this, colourOf(this.box, this.box.dataset.tone));
    if (!this.isPicker && this.start) this.pin(this.start);
    this.box.dataset.loaded = "";
  }

  pin(place) {
    const element = document.createElement("div");
    element.className = "rk-map__marker";
    element.innerHTML = PIN;
    new this.library.Marker({ element, anchor: "bottom" }).setLngLat(place).addTo(this.map);
  }

  addTools() {
    const tools = document.createElement("div");
    tools.className = "rk-map__tools";
    const icon = (name) => this.box.querySelector(`template[data-icon="${name}"]`).content;
    tools.append(
      button(this.box.dataset.textZoomIn, icon("plus"), () => this.map.zoomIn()),
      button(this.box.dataset.textZoomOut, icon("minus"), () => this.map.zoomOut()),
    );
    if (this.isPicker && navigator.geolocation && window.isSecureContext) {
      tools.append(button(this.box.dataset.textLocate, icon("locate"), () => this.locate()));
    }
    this.box.append(tools);
  }

  say(text) {
    this.words.hidden = !text;
    this.words.textContent = text;
  }

  /* Choosing a place */

  startPicking() {
    const pin = document.createElement("div");
    pin.className = "rk-map__pin";
    pin.innerHTML = PIN;
    this.box.append(pin);
    this.lonInput = document.getElementById(this.box.dataset.lonInput);
    this.latInput = document.getElementById(this.box.dataset.latInput);
    this.addressInput = document.getElementById(this.box.dataset.addressInput ?? "");
    this.say(this.box.dataset.textPick);
    this.map.on("moveend", (event) => {
      if (event.originalEvent || event.byPerson) this.choose(this.map.getCenter());
    });
    this.map.on("click", (event) => {
      this.map.easeTo({ center: event.lngLat, zoom: Math.max(this.map.getZoom(), 15) }, { byPerson: true });
    });
    this.listenToAddress();
  }

  listenToAddress() {
    if (!this.addressInput) return;
    this.addressInput.addEventListener("rk:suggestion", ({ detail }) => {
      if (detail.lon === undefined || detail.lat === undefined) return;
      this.namedAddress = detail.text;
      this.goTo([detail.lon, detail.lat], { fromAddress: true });
    });
  }

  goTo(place, { fromAddress = false } = {}) {
    this.map.jumpTo({ center: place, zoom: CHOSEN_ZOOM });
    this.choose({ lng: place[0], lat: place[1] }, fromAddress);
  }

  async choose({ lng, lat }, fromAddress = false) {
    this.lonInput.value = lng.toFixed(DIGITS);
    this.latInput.value = lat.toFixed(DIGITS);
    this.latInput.dispatchEvent(new Event("change", { bubbles: true }));
    this.box.dispatchEvent(new CustomEvent("rk:place", { bubbles: true, detail: { lon: lng, lat } }));
    this.say(this.box.dataset.textChosen);
    if (!fromAddress) await this.nameAddress(lng, lat);
  }

  async nameAddress(lon, lat) {
    if (!this.box.dataset.nearestUrl) return;
    const url = new URL(this.box.dataset.nearestUrl, location.href);
    url.searchParams.set("lon", lon.toFixed(DIGITS));
    url.searchParams.set("lat", lat.toFixed(DIGITS));
    const found = await fetchJson(url);
    if (!found || this.latInput.value !== lat.toFixed(DIGITS)) return;
    this.say(this.wordsFor(found));
    if (found.address) this.fillAddress(found.address.text);
  }

  wordsFor({ inside, address, district, responsible }) {
    const { textChosen, textOutside, textElsewhere, place } = this.box.dataset;
    if (responsible) return textElsewhere.replace("{name}", responsible.name);
    if (inside === false) return textOutside.replace("{place}", place);
    const name = address?.text ?? district;
    return name ? `${textChosen}: ${name}` : textChosen;
  }

  fillAddress(text) {
    const isOwnWords = this.addressInput?.value && this.addressInput.value !== this.namedAddress;
    if (!this.addressInput || isOwnWords) return;
    this.namedAddress = text;
    this.addressInput.value = text;
    this.addressInput.dispatchEvent(new Event("change", { bubbles: true }));
  }

  locate() {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.goTo([coords.longitude, coords.latitude]),
      () => this.say(this.box.dataset.textNoLocation),
      { enableHighAccuracy: true, timeout: 10000 },
    );
  }

  /* Looking at places */

  openMarkersOnClick() {
    const layer = "markers";
    this.map.on("mouseenter", layer, () => (this.map.getCanvas().style.cursor = "pointer"));
    this.map.on("mouseleave", layer, () => (this.map.getCanvas().style.cursor = ""));
    this.map.on("click", layer, async (event) => {
      const [feature] = event.features;
      const place = feature.geometry.coordinates;
      if (feature.properties.cluster) {
        const zoom = await this.map.getSource("markers").getClusterExpansionZoom(feature.properties.cluster_id);
        this.map.easeTo({ center: place, zoom });
      } else {
        this.showPopup(place, feature.properties);
      }
    });
  }

  showPopup(place, { title, url, text }) {
    const content = document.createElement("div");
    content.className = "rk-map__popup";
    const heading = document.createElement(url ? "a" : "strong");
    heading.textContent = title;
    if (url && new URL(url, location.href).origin === location.origin) heading.href = url;
    content.append(heading);
    if (text) {
      const words = document.createElement("p");
      words.textContent = text;
      content.append(words);
    }
    new this.library.Popup({ offset: 12, maxWidth: "18rem" }).setLngLat(place).setDOMContent(content).addTo(this.map);
  }
}

/* Addresses are suggested while typing, whether or not the map can be drawn. */
function suggestAddresses(box) {
  const input = document.getElementById(box.dataset.addressInput ?? "");
  if (!input || !box.dataset.addressUrl) return;
  input.dataset.suggestUrl ??= box.dataset.addressUrl;
  startSuggestions(document);
}

async function start(box) {
  try {
    const [library, outline] = await Promise.all([loadLibrary(box), fetchJson(box.dataset.outlineUrl)]);
    box.placeMap = new PlaceMap(box, library, outline);
  } catch {
    box.dataset.failed = "";
    const words = document.createElement("p");
    words.className = "rk-map__fallback";
    words.textContent = box.dataset.textMissing;
    box.replaceChildren(words);
  }
}

function startWhenSeen(box) {
  const watcher = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      start(box);
    },
    { rootMargin: "200px" },
  );
  watcher.observe(box);
}

/* Beside a list that says the same, the map is loaded on demand: it takes seconds on a slow phone. */
function startWhenWanted(box) {
  const opener = box.querySelector(".rk-map__open");
  opener.hidden = false;
  opener.addEventListener("click", () => {
    delete box.dataset.mapWait;
    opener.remove();
    start(box);
  });
}

document.querySelectorAll("[data-map]").forEach((box) => {
  suggestAddresses(box);
  if ("mapWait" in box.dataset) startWhenWanted(box);
  else startWhenSeen(box);
});
