"""What pages, days and declarations are called."""

from i18n.messages import LazyText, lazy
from sites.website.models import Conformity, PageKind

PAGE_NAMES: dict[PageKind, LazyText] = {
    PageKind.HOME: lazy("First page"),
    PageKind.ABOUT: lazy("About the centre"),
    PageKind.PRACTICAL: lazy("Practical information"),
    PageKind.ACCESSIBILITY: lazy("Accessibility"),
    PageKind.NEWS: lazy("News"),
}

CONFORMITY: dict[Conformity, LazyText] = {
    Conformity.FULL: lazy("Conforms fully"),
    Conformity.PARTIAL: lazy("Conforms partially"),
    Conformity.NONE: lazy("Does not conform"),
}
