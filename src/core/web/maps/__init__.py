"""Where the centres are: dots over land. Neighbours are one land mass; only the network's own countries are outlined.

A list of the centres always stands beside the map: `{% call ui.site_map(map) %}…list…{% endcall %}`.
"""

from core.web.maps.sites import Place, SiteMap, map_of_sites

__all__ = ["Place", "SiteMap", "map_of_sites"]
