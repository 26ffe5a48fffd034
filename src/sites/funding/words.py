"""Kinds, categories and alerts, as people read them."""

from collections.abc import Mapping
from typing import Final

from i18n.messages import LazyText, lazy
from sites.funding.models import SourceKind, SpendingCategory
from sites.funding.rules import Alert

KINDS: Final[Mapping[SourceKind, LazyText]] = {
    SourceKind.FEDERAL_GRANT: lazy("Federal grant"),
    SourceKind.REGIONAL_GRANT: lazy("Regional grant"),
    SourceKind.EUROPEAN_FUND: lazy("European fund"),
    SourceKind.OPERATOR: lazy("Operator"),
    SourceKind.FOUNDATION: lazy("Foundation"),
    SourceKind.OTHER: lazy("Other"),
}
CATEGORIES: Final[Mapping[SpendingCategory, LazyText]] = {
    SpendingCategory.STAFF: lazy("Staff"),
    SpendingCategory.ROOMS: lazy("Rooms"),
    SpendingCategory.EQUIPMENT: lazy("Equipment"),
    SpendingCategory.MATERIALS: lazy("Materials"),
    SpendingCategory.LEARNER_SUPPORT: lazy("Support for learners"),
    SpendingCategory.SERVICES: lazy("Services"),
    SpendingCategory.OTHER: lazy("Other"),
}
ALERTS: Final[Mapping[Alert, LazyText]] = {
    Alert.OVERSPENT: lazy("More is spent than the source gives."),
    Alert.NEARLY_SPENT: lazy("Nine tenths or more are spent."),
    Alert.MOSTLY_SPENT: lazy("Three quarters or more are spent."),
    Alert.ENDS_UNSPENT: lazy("It ends within two months, and more than a tenth is not spent."),
    Alert.AHEAD_OF_PLAN: lazy("Spending is ahead of the plan by more than a tenth of the amount."),
    Alert.TARGET_MISSED: lazy("The share that the source asks for is not reached."),
}
