"""A menu entry, declared by the feature that owns the page."""

from dataclasses import dataclass

from core.permissions import Permission
from i18n.messages import LazyText


@dataclass(frozen=True, slots=True)
class Entry:
    """`path` is below the area's address: "" is its first page. Shown to whoever has `needs`,
    under the heading `group`; entries of one group stand together."""

    label: LazyText
    path: str
    icon: str
    needs: Permission
    group: LazyText | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as a template reads it."""

    label: LazyText
    href: str
    icon: str
    current: bool
    group: LazyText | None


def shown(entries: list[Entry], *, base: str, here: str) -> list[Shown]:
    """Entries with their addresses below `base`. The longest address that `here` (without
    language) begins with is the current one; `base` carries the language."""
    area = "/" + base.split("/", 2)[2] if base.count("/") > 1 else base
    within = [entry for entry in entries if here == area + entry.path or here.startswith(f"{area}{entry.path}/")]
    best = max(within, key=lambda entry: len(entry.path), default=None)
    return [Shown(entry.label, base + entry.path, entry.icon, entry is best, entry.group) for entry in entries]
