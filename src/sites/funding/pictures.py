"""Spending of a source against its plan, month by month."""

from decimal import Decimal

from core.web.charts import Chart, Figure, Line, Target, line_chart
from i18n.active import current, direction
from i18n.formatting import money, month_short, percent
from i18n.messages import _
from sites.funding.queries.balance import Balance, Pace


def pace_chart(balance: Balance, paces: list[Pace], currency: str) -> Chart:
    def show(value: float) -> str:
        return money(round(value), currency, 0)

    def figures(values: list[tuple[Pace, Decimal | None]]) -> list[Figure]:
        return [
            Figure(month_short(pace.day.year, pace.day.month), None if value is None else float(value))
            for pace, value in values
        ]

    given = balance.source.given
    return line_chart(
        [
            Line(_("Spent"), figures([(one, one.spent) for one in paces])),
            Line(_("Plan"), figures([(one, one.planned) for one in paces])),
        ],
        id="pace",
        title=_title(balance, currency),
        subtitle=_("Added up at the end of each month, in %(currency)s", currency=currency),
        unit=currency,
        show=show,
        rtl=direction(current().tag) == "rtl",
        target=None if not given else Target(float(given), _("Amount: %(amount)s", amount=show(float(given)))),
    )


def _title(balance: Balance, currency: str) -> str:
    spent, planned = balance.spent, balance.planned
    if balance.used is None:
        return _("%(spent)s are spent", spent=money(spent, currency, 0))
    if planned == 0:
        return _("%(share)s of the amount are spent", share=percent(balance.used))
    return _(
        "%(share)s of the amount are spent; the plan says %(planned)s",
        share=percent(balance.used),
        planned=percent(planned / (balance.source.given or planned)),
    )
