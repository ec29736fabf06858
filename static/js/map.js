// A map without a tile server: the city's own drawing, a scale and the points.
//
// <div class="map" data-map data-lat data-lng data-label [data-zoom] [data-drawing=URL] [data-tiles=URL data-credit]>
// Many points: data-points=URL of GeoJSON points with {title, url}.
// The drawing is GeoJSON whose features say `kind`: land, block, square, park, water, river, street,
// building; `name` is written along; `width` is in metres. The map is never the only way: the
// address stands beside it.

const L = window.L;
const METRES_AT_EQUATOR = 156543.03;

const PIN = '<svg viewBox="0 0 36 44" aria-hidden="true"><path d="M18 1C8.6 1 2 7.8 2 16.600C2 28 18 43 18 43s16-15 16-26.400C34 7.800 27.400 1 18 1z"/><circle cx="18" cy="16.500" r="5.500"/></svg>';
const LINES = { street: 9, road: 9, river: 40 };
const ORDER = ["land", "block", "park", "water", "river", "street", "road", "square", "building", "area"];
const isEnglish = document.documentElement.lang === "en";

const kindOf = (feature) => feature.properties?.kind ?? feature.properties?.layer ?? "";

/** Streets are as wide as in life, whatever the zoom. */
function widen(layer, map) {
  const perPixel = METRES_AT_EQUATOR * Math.cos((map.getCenter().lat * Math.PI) / 180) / 2 ** map.getZoom();
  layer.eachLayer((line) => {
    const metres = line.feature.properties.width ?? LINES[kindOf(line.feature)];
    if (metres) line.setStyle({ weight: Math.max(1.5, metres / perPixel) });
  });
}

/** Names are written once each, and only where there is room. */
function nameOf(names, feature, layer) {
  const name = (isEnglish && feature.properties.name_en) || feature.properties.name;
  if (!name) return;
  const text = document.createElement("span");
  text.textContent = name;
  const icon = L.divIcon({ className: "map-name", html: text, iconSize: null });
  const at = layer.getBounds ? layer.getBounds().getCenter() : layer.getLatLng();
  L.marker(at, { icon, interactive: false, keyboard: false }).addTo(names);
}

async function draw(map, url) {
  const answer = await fetch(url);
  if (!answer.ok) return;
  const city = await answer.json();
  city.features.sort((a, b) => ORDER.indexOf(kindOf(a)) - ORDER.indexOf(kindOf(b)));
  const names = L.layerGroup();
  const layer = L.geoJSON(city, {
    interactive: false,
    pointToLayer: (feature, at) => L.marker(at, { icon: L.divIcon({ className: "map-name", iconSize: null }), interactive: false, keyboard: false, opacity: 0 }),
    style: (feature) => ({ className: `map-${kindOf(feature)}` }),
    onEachFeature: (feature, line) => nameOf(names, feature, line),
  }).addTo(map);
  const dress = () => {
    widen(layer, map);
    if (map.getZoom() < 15) names.remove();
    else names.addTo(map);
  };
  map.on("zoomend", dress);
  dress();
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
