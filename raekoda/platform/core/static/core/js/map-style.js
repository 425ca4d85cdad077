/* What the map draws: base map (raster tiles or a style), a grid that stays when there is no base map, outline, markers. */
const PAPER = "#eef1ef";
const GRID = "#d3dad7";

function rasterSource(tiles, attribution) {
  const isTms = tiles.includes("/tms/");
  return { type: "raster", tiles: [tiles], tileSize: 256, maxzoom: 18, scheme: isTms ? "tms" : "xyz", attribution };
}

/** A MapLibre style for raster tiles, or with a plain ground only when ``tiles`` is empty. */
export function plainStyle({ tiles, attribution }) {
  const sources = { grid: { type: "geojson", data: emptyCollection() } };
  const layers = [
    { id: "paper", type: "background", paint: { "background-color": PAPER } },
    { id: "grid", type: "line", source: "grid", paint: { "line-color": GRID, "line-width": 1 } },
  ];
  if (tiles) {
    sources.base = rasterSource(tiles, attribution);
    layers.push({ id: "base", type: "raster", source: "base" });
  }
  return { version: 8, sources, layers };
}

export function emptyCollection() {
  return { type: "FeatureCollection", features: [] };
}

/** Lines about every hundred pixels, on round degrees, for the part of the map that is seen. */
export function gridLines(bounds, zoom) {
  const step = 360 / 2 ** (Math.floor(zoom) + 2);
  const [west, south, east, north] = bounds.toArray().flat();
  const lines = [];
  for (let lon = Math.floor(west / step) * step; lon <= east; lon += step) lines.push([[lon, south], [lon, north]]);
  for (let lat = Math.floor(south / (step / 2)) * (step / 2); lat <= north; lat += step / 2) lines.push([[west, lat], [east, lat]]);
  return {
    type: "Feature",
    properties: {},
    geometry: { type: "MultiLineString", coordinates: lines },
  };
}

/** Adds the municipality's outline: a soft line in the accent colour. */
export function addOutline(map, outline, colour) {
  map.addSource("outline", { type: "geojson", data: outline });
  map.addLayer({
    id: "outline",
    type: "line",
    source: "outline",
    paint: { "line-color": colour, "line-width": 2.5, "line-opacity": 0.75, "line-dasharray": [3, 2] },
  });
}

/** Adds points that gather into circles with a count where they are many. */
export function addMarkers(map, url, colour) {
  map.addSource("markers", { type: "geojson", data: url, cluster: true, clusterRadius: 45, clusterMaxZoom: 15 });
  map.addLayer({
    id: "markers",
    type: "circle",
    source: "markers",
    paint: {
      "circle-color": ["coalesce", ["get", "colour"], colour],
      "circle-radius": ["case", ["has", "point_count"], ["interpolate", ["linear"], ["get", "point_count"], 2, 14, 100, 26], 9],
      "circle-stroke-color": "#ffffff",
      "circle-stroke-width": 2.5,
    },
  });
  map.addLayer({
    id: "marker-counts",
    type: "symbol",
    source: "markers",
    filter: ["has", "point_count"],
    layout: { "text-field": ["to-string", ["get", "point_count"]], "text-font": ["sans-serif"], "text-size": 13, "text-allow-overlap": true },
    paint: { "text-color": "#ffffff" },
  });
}

/** The smallest box [[west, south], [east, north]] around a GeoJSON object. */
export function boxOf(geojson) {
  const box = [[Infinity, Infinity], [-Infinity, -Infinity]];
  const visit = (coordinates) => {
    if (typeof coordinates[0] !== "number") return coordinates.forEach(visit);
    box[0] = box[0].map((least, axis) => Math.min(least, coordinates[axis]));
    box[1] = box[1].map((most, axis) => Math.max(most, coordinates[axis]));
  };
  const features = geojson.features ?? [geojson];
  features.forEach((feature) => (feature.geometry ?? feature).coordinates && visit((feature.geometry ?? feature).coordinates));
  return Number.isFinite(box[0][0]) ? box : null;
}
