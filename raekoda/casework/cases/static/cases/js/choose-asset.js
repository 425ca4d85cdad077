/* Choosing an asset: a tap on the map selects it in the list, a choice in the list selects it on the map, and the list
   is updated as the map is moved. Without JavaScript the list and its search work alone. */
const WAIT = 400;
const FAR_ZOOM = 13;
const SHOWN_AT_FIRST = 4;
const CLOSEST_ZOOM = 17;

const placeFor = ({ dataset }) => (dataset.lon && dataset.lat ? [Number(dataset.lon), Number(dataset.lat)] : null);

/** Zoom in as far as possible with the chosen place and the nearest options in view. */
function showNearest(map, box, list) {
  const places = [placeFor(box), ...[...list.children].slice(0, SHOWN_AT_FIRST).map(placeFor)].filter(Boolean);
  if (places.length < 2) return;
  const [lons, lats] = [0, 1].map((axis) => places.map((place) => place[axis]));
  const around = [[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]];
  map.fitBounds(around, { padding: 70, maxZoom: CLOSEST_ZOOM, animate: false });
}

function start(choice) {
  const list = choice.querySelector("[data-asset-options]");
  const box = choice.querySelector("[data-map]");
  const findOption = (ref) => list.querySelector(`input[value="${CSS.escape(ref)}"]`);
  const chosen = () => choice.querySelector("input[name=asset]:checked");

  function mark() {
    box.dispatchEvent(new CustomEvent("rk:choose", { detail: { ref: chosen()?.value ?? "" } }));
  }

  function add({ ref, title, text }) {
    const option = choice.querySelector("[data-asset-option]").content.firstElementChild.cloneNode(true);
    const input = option.querySelector("input");
    input.value = ref;
    input.id = `asset-${ref}`;
    option.htmlFor = input.id;
    option.querySelector("span").textContent = title;
    if (text) {
      const small = document.createElement("small");
      small.textContent = text;
      option.querySelector("span").append(small);
    }
    list.prepend(option);
    return input;
  }

  box.addEventListener("rk:point", (event) => {
    event.preventDefault();
    const input = findOption(event.detail.ref) ?? add(event.detail);
    input.checked = true;
    choice.querySelector("[data-asset-none]")?.remove();
    mark();
    box.placeMap.say(event.detail.title);
    input.closest("label").scrollIntoView({ block: "nearest" });
  });
  choice.addEventListener("change", ({ target }) => {
    if (target.name !== "asset") return;
    mark();
    const place = placeFor(target.closest("label"));
    const map = box.placeMap?.map;
    if (place && map && !map.getBounds().contains(place)) map.jumpTo({ center: place });
  });

  async function follow({ lng, lat }) {
    const url = new URL(choice.dataset.optionsUrl, location.href);
    url.searchParams.set("lon", lng.toFixed(6));
    url.searchParams.set("lat", lat.toFixed(6));
    const answer = await fetch(url).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const kept = chosen()?.closest("label");
    const ref = kept && list.contains(kept) ? chosen().value : "";
    list.innerHTML = await answer.text();
    choice.querySelector("[data-asset-none]")?.remove();
    if (!ref) return;
    if (!findOption(ref)) list.prepend(kept);
    findOption(ref).checked = true;
  }

  const watcher = new MutationObserver(() => {
    if (box.dataset.loaded === undefined) return;
    watcher.disconnect();
    const { map } = box.placeMap;
    let waiting;
    map.on("moveend", (event) => {
      clearTimeout(waiting);
      if (event.originalEvent && map.getZoom() >= FAR_ZOOM) waiting = setTimeout(() => follow(map.getCenter()), WAIT);
    });
    showNearest(map, box, list);
    mark();
  });
  watcher.observe(box, { attributes: true });
}

document.querySelectorAll("[data-asset-choice]").forEach(start);
