"""Maps: nothing is asked of other sites unless a tile server is named."""

from cms.settings import env

# Map tiles ({z}/{x}/{y}); without them the map shows the city's own drawing.
MAP_TILES_URL = env.text("MAP_TILES_URL", "")
MAP_TILES_CREDIT = env.text("MAP_TILES_CREDIT", "")
# The city's own drawing: address of a GeoJSON file among the static files.
CITY_MAP_URL = env.text("CITY_MAP_URL", "")
# Where a map without points looks: latitude and longitude.
MAP_CENTRE = {"lat": 50.4501, "lng": 30.5234}

# One transparent dot instead of a tile: Leaflet wants an address, and this one asks nobody.
NO_TILE = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
GEO_WIDGET_ZOOM = 15
GEO_WIDGET_DEFAULT_LOCATION = MAP_CENTRE
GEO_WIDGET_LEAFLET_TILE_LAYER = MAP_TILES_URL or NO_TILE
GEO_WIDGET_LEAFLET_TILE_LAYER_OPTIONS = {"attribution": MAP_TILES_CREDIT}
