"""A site's days, for rules that know nothing of sites."""

from i18n.active import current
from network.units.current import SiteContext
from sites.cohorts.rules import SiteDays


def site_days(site: SiteContext) -> SiteDays:
    """Holidays are named in the reader's language."""
    return SiteDays(site.zone, site.country, site.weekend, current().tag)
