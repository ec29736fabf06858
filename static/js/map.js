// A map without a tile server: the city's own drawing, a scale and the points.
//
// <div class="map" data-map data-lat data-lng data-label [data-zoom] [data-drawing=URL] [data-tiles=URL data-credit]>
// Many points: data-points=URL of GeoJSON points with {title, url}.
// The drawing is GeoJSON whose features say `kind`: land, block, square, park, water, river, street,
// building; `name` is written along; `width` is in metres. The map is never the only way: the
// address stands beside it.

const L = window.L;
const words = document.querySelector("#script-words")?.dataset ?? {};
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

/** The pieces of a line that are in sight, as points of the screen. */
function inSight(map, line) {
  const bounds = map.getPixelBounds();
  const found = [];
  const points = line.map(([lng, lat]) => map.project([lat, lng]));
  for (let i = 1; i < points.length; i += 1) {
    const steps = Math.max(1, Math.round(points[i].distanceTo(points[i - 1]) / 12));
    for (let step = 0; step <= steps; step += 1) {
      const at = points[i - 1].add(points[i].subtract(points[i - 1]).multiplyBy(step / steps));
      if (bounds.contains(at)) found.push(at);
    }
  }
  return found;
}

/** Names lie along their streets, where they are in sight, away from each other. */
function writeNames(map, names, named) {
  names.clearLayers();
  if (map.getZoom() < 14.5) return;
  const taken = [map.project(map.getCenter())];
  for (const { name, line } of named) {
    const seen = inSight(map, line);
    const room = name.length * 8;
    if (seen.length * 12 < room) continue;
    const places = [0.5, 0.3, 0.7, 0.2, 0.8].map((part) => Math.floor(part * (seen.length - 1)));
    const place = places.find((one) => taken.every((other) => other.distanceTo(seen[one]) > room * 0.8));
    if (place === undefined) continue;
    taken.push(seen[place]);
    const next = seen[Math.min(place + 2, seen.length - 1)];
    const before = seen[Math.max(place - 2, 0)];
    let turn = (Math.atan2(next.y - before.y, next.x - before.x) * 180) / Math.PI;
    if (turn > 90) turn -= 180;
    if (turn < -90) turn += 180;
    const text = document.createElement("span");
    text.textContent = name;
    text.style.rotate = `${turn.toFixed(1)}deg`;
    const icon = L.divIcon({ className: "map-name", html: text, iconSize: [0, 0] });
    L.marker(map.unproject(seen[place]), { icon, interactive: false, keyboard: false }).addTo(names);
  }
}

/** What has a name: lines as they are, areas by the line through their middle. */
function namedOf(city) {
  const found = [];
  for (const { properties, geometry } of city.features) {
    const name = (isEnglish && properties.name_en) || properties.name;
    if (!name) continue;
    if (geometry.type === "LineString") found.push({ name, line: geometry.coordinates });
    else if (geometry.type === "Polygon") {
      const lngs = geometry.coordinates[0].map((one) => one[0]);
      const lats = geometry.coordinates[0].map((one) => one[1]);
      const lat = (Math.min(...lats) + Math.max(...lats)) / 2;
      if (kindOf({ properties }) !== "water") found.push({ name, line: [[Math.min(...lngs), lat], [Math.max(...lngs), lat]] });
    }
  }
  return found;
}

async function draw(map, url) {
  const answer = await fetch(url);
  if (!answer.ok) return;
  const city = await answer.json();
  city.features.sort((a, b) => ORDER.indexOf(kindOf(a)) - ORDER.indexOf(kindOf(b)));
  const names = L.layerGroup().addTo(map);
  const named = namedOf(city);
  const layer = L.geoJSON(city, {
    interactive: false,
    filter: (feature) => feature.geometry.type !== "Point",
    style: (feature) => ({ className: `map-${kindOf(feature)}` }),
  }).addTo(map);
  const dress = () => {
    widen(layer, map);
    writeNames(map, names, named);
  };
  map.on("moveend zoomend", dress);
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

const Scale = L.Control.Scale.extend({
  _updateMetric(most) {
    const metres = this._getRoundNum(most);
    const text = metres < 1000 ? `${metres} ${words.metres ?? "m"}` : `${metres / 1000} ${words.kilometres ?? "km"}`;
    this._updateScale(this._mScale, text, metres / most);
  },
});

function start(place) {
  const { lat, lng, label, zoom = 16, drawing, tiles, credit, points: pointsUrl } = place.dataset;
  const at = [Number(lat), Number(lng)];
  const map = L.map(place, {
    scrollWheelZoom: false,
    zoomControl: false,
    zoomSnap: 0.5,
    attributionControl: Boolean(tiles && credit),
    zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    fadeAnimation: false,
    // A reader and a keyboard get the same from the address; nothing here must catch the focus.
    keyboard: !place.closest("[aria-hidden=true]"),
  }).setView(at, Number(zoom));
  L.control.zoom({ position: "topright", zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  new Scale({ imperial: false }).addTo(map);
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
