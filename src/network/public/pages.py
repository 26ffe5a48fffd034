"""The first page of all, and the statement on accessibility."""

from litestar import Controller, get

from core.permissions import Permission, needs
from core.web.dependencies import AppSettings, NetworkDb
from core.web.maps import Place, SiteMap, map_of_sites
from core.web.pages import Page
from i18n.active import current
from i18n.messages import _
from network.public.queries import OpenSite, network_name, open_sites


class NetworkPages(Controller):
    include_in_schema = False

    @get("/", name="network.home", **needs(Permission.ANYONE))
    async def home(self, network: NetworkDb, app_settings: AppSettings) -> Page:
        sites = await open_sites(network)
        name = str(await network_name(network)) or app_settings.name
        return Page("network_public/home.html", {"name": name, "sites": sites, "map": _map(sites)})

    @get("/network/accessibility", name="network.accessibility", **needs(Permission.ANYONE))
    async def accessibility(self) -> Page:
        return Page("network_public/accessibility.html", {"contact": ""})


def _map(sites: list[OpenSite]) -> SiteMap | None:
    """None while no centre says where it is."""
    places = [
        Place(str(site.name), site.longitude, site.latitude)
        for site in sites
        if site.longitude is not None and site.latitude is not None
    ]
    if not places:
        return None
    return map_of_sites(
        places,
        countries={site.country for site in sites},
        id="centres",
        title=_("Where the centres are"),
        rtl=current().direction == "rtl",
    )
