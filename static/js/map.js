// A map without a tile server: the city's own drawing, a scale and the points.
//
// <div class="map" data-map data-lat data-lng data-label [data-zoom] [data-drawing=URL] [data-tiles=URL data-credit]>
// Many points: data-points=URL of GeoJSON points with {title, url, state}.
// The drawing is GeoJSON whose features say `kind`: block, park, water, river, road; `name` is
// written on the map; `width` is in metres. The map never is the only way: the address stands beside it.

const L = window.L;
const METRES_AT_EQUATOR = 156543.03;

const PIN = '<svg viewBox="0 0 36 44" aria-hidden="true"><path d="M18 1C8.6 1 2 7.8 2 16.600C2 28 18 43 18 43s16-15 16-26.400C34 7.800 27.400 1 18 1z"/><circle cx="18" cy="16.500" r="5.500"/></svg>';
const LINES = { road: 9, street: 9, river: 40, rail: 3 };
const CLASSES = { block: "map-block", building: "map-block", park: "map-park", water: "map-water", river: "map-river", road: "map-road", street: "map-road", area: "map-area" };
const ORDER = ["park", "water", "river", "block", "building", "road", "street", "area"];

const kindOf = (feature) => feature.properties?.kind ?? feature.properties?.layer ?? "";

/** Streets are as wide as in life, whatever the zoom. */
function widen(layer, map) {
  const perPixel = METRES_AT_EQUATOR * Math.cos((map.getCenter().lat * Math.PI) / 180) / 2 ** map.getZoom();
  layer.eachLayer((line) => {
    const metres = line.feature.properties.width ?? LINES[kindOf(line.feature)];
    if (metres) line.setStyle({ weight: Math.max(1.5, metres / perPixel) });
  });
}

function nameOf(feature, layer) {
  if (!feature.properties?.name || kindOf(feature) === "block") return;
  layer.bindTooltip(feature.properties.name, { permanent: true, direction: "center", className: "map-name", interactive: false });
}

async function draw(map, url) {
  const answer = await fetch(url);
  if (!answer.ok) return;
  const city = await answer.json();
  city.features.sort((a, b) => ORDER.indexOf(kindOf(a)) - ORDER.indexOf(kindOf(b)));
  const layer = L.geoJSON(city, {
    interactive: false,
    filter: (feature) => feature.geometry.type !== "Point",
    style: (feature) => ({ className: CLASSES[kindOf(feature)] ?? "map-block" }),
    onEachFeature: nameOf,
  }).addTo(map);
  layer.eachLayer((line) => line.getElement?.()?.removeAttribute("stroke"));
  const named = () => {
    widen(layer, map);
    map.getContainer().classList.toggle("is-far", map.getZoom() < 15);
  };
  map.on("zoomend", named);
  named();
}

function points(map, url) {
  return fetch(url).then((answer) => answer.json()).then((found) => {
    const layer = L.geoJSON(found, {
      pointToLayer: (feature, at) => L.marker(at, { icon: pin(), title: feature.properties.title, alt: feature.properties.title }),
      onEachFeature: (feature, marker) => {
        const link = document.createElement("a");
        link.href = feature.properties.url ?? "#";
        link.textContent = feature.properties.title;
        marker.bindPopup(link);
      },
    }).addTo(map);
    if (layer.getLayers().length) map.fitBounds(layer.getBounds(), { maxZoom: 16, padding: [32, 32] });
  });
}

const pin = () => L.divIcon({ className: "map-pin", html: PIN, iconSize: [36, 44], iconAnchor: [18, 43], popupAnchor: [0, -40] });

function start(place) {
  const { lat, lng, label, zoom = 16, drawing, tiles, credit, points: pointsUrl } = place.dataset;
  const at = [Number(lat), Number(lng)];
  const map = L.map(place, {
    scrollWheelZoom: false,
    zoomSnap: 0.5,
    attributionControl: Boolean(tiles && credit),
    zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    fadeAnimation: false,
    // A reader and a keyboard get the same from the address; nothing here must catch the focus.
    keyboard: !place.closest("[aria-hidden=true]"),
  }).setView(at, Number(zoom));
  L.control.scale({ imperial: false }).addTo(map);
  if (tiles) L.tileLayer(tiles, { attribution: credit ?? "", maxZoom: 19 }).addTo(map);
  else if (drawing) draw(map, drawing).catch(() => {});
  if (pointsUrl) points(map, pointsUrl).catch(() => {});
  else L.marker(at, { icon: pin(), keyboard: false, interactive: false, alt: label ?? "" }).addTo(map);
  if (place.closest("[aria-hidden=true]")) {
    for (const link of place.querySelectorAll("a, button")) link.tabIndex = -1;
    place.removeAttribute("tabindex");
  }
}

for (const place of document.querySelectorAll("[data-map]")) start(place);
