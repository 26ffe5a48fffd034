"""What search engines are told: what not to read, and where everything is named."""

from xml.etree.ElementTree import Element, SubElement, tostring

from litestar import Response, get

from core.permissions import Permission, needs
from core.web.dependencies import AppSettings, NetworkDb
from network.public.queries import open_sites

_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NOT_FOR_THEM = ("api", "*/manage", "*/hq", "*/rollout", "*/account", "*/sign-in", "*/*/registrations")


@get("/robots.txt", name="network.robots", include_in_schema=False, **needs(Permission.ANYONE))
async def robots(app_settings: AppSettings) -> Response[str]:
    lines = ["User-agent: *", *(f"Disallow: /{path}" for path in _NOT_FOR_THEM), ""]
    lines += [f"Sitemap: {app_settings.base_url}/sitemap.xml", ""]
    return Response("\n".join(lines), media_type="text/plain", headers={"Cache-Control": "public, max-age=3600"})


@get("/sitemap.xml", name="network.sitemap", include_in_schema=False, **needs(Permission.ANYONE))
async def sitemap_index(network: NetworkDb, app_settings: AppSettings) -> Response[bytes]:
    """Each open centre has its own."""
    index = Element("sitemapindex", {"xmlns": _SPACE})
    for site in sorted(await open_sites(network), key=lambda site: site.code):
        SubElement(SubElement(index, "sitemap"), "loc").text = f"{app_settings.base_url}/{site.code}/sitemap.xml"
    content = tostring(index, encoding="utf-8", xml_declaration=True)
    return Response(content, media_type="application/xml", headers={"Cache-Control": "public, max-age=900"})
