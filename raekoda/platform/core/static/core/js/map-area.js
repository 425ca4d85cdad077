/* Points of what is seen: the box of the map goes to data-area-url with every move, and the answer is drawn. It is GeoJSON with
   points (title, url, text, ref) or, where they are too many, cells with a count. A press within a finger's width of a point
   sends rk:point from the map's box; unless somebody prevents its default, a window opens at the point. */
import { emptyCollection } from "./map-style.js";

const FINGER = 18;
const CELL_ZOOM = 2;
const SOURCE = "area";
const IS_CELL = ["has", "count"];

export class AreaPoints {
  constructor(placeMap, colour) {
    this.placeMap = placeMap;
    this.map = placeMap.map;
    this.box = placeMap.box;
    this.chosen = "";
    this.draw(colour);
    this.map.on("moveend", () => this.load());
    this.map.on("click", (event) => this.press(event));
    this.box.addEventListener("rk:choose", ({ detail }) => this.choose(detail.ref));
    this.load();
  }

  draw(colour) {
    const style = getComputedStyle(this.box);
    const chosen = style.getPropertyValue("--ds-color-danger-base-default").trim() || "#b3003b";
    this.map.addSource(SOURCE, { type: "geojson", data: emptyCollection() });
    this.map.addLayer({
      id: "area-points",
      type: "circle",
      source: SOURCE,
      paint: { "circle-color": colour, "circle-radius": this.radius(), "circle-stroke-color": "#ffffff", "circle-stroke-width": 2.5 },
    });
    this.map.addLayer({
      id: "area-chosen",
      type: "circle",
      source: SOURCE,
      filter: ["==", ["get", "ref"], ""],
      paint: { "circle-color": chosen, "circle-radius": 13, "circle-stroke-color": "#ffffff", "circle-stroke-width": 3 },
    });
    this.map.addLayer({
      id: "area-counts",
      type: "symbol",
      source: SOURCE,
      filter: IS_CELL,
      layout: { "text-field": ["to-string", ["get", "count"]], "text-font": ["sans-serif"], "text-size": 13, "text-allow-overlap": true },
      paint: { "text-color": "#ffffff", "text-halo-color": colour, "text-halo-width": 1 },
    });
  }

  radius() {
    return ["case", IS_CELL, ["interpolate", ["linear"], ["get", "count"], 1, 13, 1000, 28], 9];
  }

  async load() {
    this.running?.abort();
    this.running = new AbortController();
    const url = new URL(this.box.dataset.areaUrl, location.href);
    url.searchParams.set("bbox", this.map.getBounds().toArray().flat().map((side) => side.toFixed(5)).join(","));
    try {
      const answer = await fetch(url, { signal: this.running.signal, headers: { Accept: "application/geo+json" } });
      if (!answer.ok) return;
      const found = await answer.json();
      this.map.getSource(SOURCE)?.setData(found);
      this.box.dataset.areaPoints = found.features.length;
    } catch (error) {
      if (error.name !== "AbortError") this.box.dataset.incomplete ??= "";
    }
  }

  press({ point }) {
    const around = [[point.x - FINGER, point.y - FINGER], [point.x + FINGER, point.y + FINGER]];
    const near = this.map.queryRenderedFeatures(around, { layers: ["area-points", "area-chosen"] });
    const away = (feature) => {
      const spot = this.map.project(feature.geometry.coordinates);
      return Math.hypot(spot.x - point.x, spot.y - point.y);
    };
    const [nearest] = near.sort((one, other) => away(one) - away(other));
    if (nearest) this.open(nearest);
  }

  open({ geometry, properties }) {
    const place = geometry.coordinates;
    if (properties.count) {
      this.map.easeTo({ center: place, zoom: this.map.getZoom() + CELL_ZOOM });
      return;
    }
    const told = new CustomEvent("rk:point", { bubbles: true, cancelable: true, detail: { ...properties, lon: place[0], lat: place[1] } });
    if (this.box.dispatchEvent(told)) this.placeMap.showPopup(place, properties);
  }

  /** Marks the point of this ref; "" marks none. */
  choose(ref) {
    this.chosen = ref;
    this.map.setFilter("area-chosen", ["==", ["get", "ref"], ref]);
  }
}
