// The admin's maps: a pin that needs no picture file, and the city's own streets under it.
(function () {
  "use strict";

  var PIN = '<svg viewBox="0 0 30 38" aria-hidden="true">' +
    '<path d="M15 1C7.3 1 1 7.2 1 14.9 1 25 15 37 15 37s14-12 14-22.1C29 7.2 22.7 1 15 1z"/>' +
    '<circle cx="15" cy="15" r="5"/></svg>';
  var STYLES = {
    land: { fillColor: "#efece3", fillOpacity: 1, stroke: false },
    block: { fillColor: "#e4dfd2", fillOpacity: 1, stroke: false },
    park: { fillColor: "#dce8d2", fillOpacity: 1, stroke: false },
    water: { color: "#cfddf3", fillColor: "#cfddf3", fillOpacity: 1, weight: 1 },
    street: { color: "#ffffff", weight: 6 },
    square: { fillColor: "#ffffff", fillOpacity: 1, stroke: false },
    building: { fillColor: "#d6cfbe", fillOpacity: 1, stroke: false }
  };

  L.Marker.prototype.options.icon = L.divIcon({
    className: "city-pin", html: PIN, iconSize: [30, 38], iconAnchor: [15, 37]
  });

  function draw(map, drawing) {
    L.geoJSON(drawing, {
      interactive: false,
      filter: function (one) { return Boolean(STYLES[one.properties.kind]); },
      style: function (one) { return STYLES[one.properties.kind]; },
      onEachFeature: function (one, layer) {
        if (one.properties.kind === "street" && one.properties.name) {
          layer.bindTooltip(one.properties.name, {
            permanent: true, direction: "center", className: "city-street"
          });
        }
      }
    }).addTo(map);
  }

  L.Map.addInitHook(function () {
    var map = this;
    map.attributionControl && map.attributionControl.setPrefix(false);
    var field = document.querySelector("[data-city-drawing]");
    if (!field) { return; }
    fetch(field.dataset.cityDrawing)
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (drawing) { if (drawing) { draw(map, drawing); } })
      .catch(function () { /* without the drawing the map still takes a point */ });
  });
})();
