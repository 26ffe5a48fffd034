"""When a rate may be shown."""

MINIMUM_DENOMINATOR = 10


def rate_hidden(
    numerator_hidden: bool,
    denominator_hidden: bool,
    denominator: int,
    *,
    minimum: int = MINIMUM_DENOMINATOR,
) -> bool:
    """A rate is hidden with either of its counts, and below `minimum` people.

    0 % and 100 % follow the same rule: from `minimum` people on they are shown, below it no rate
    is. A denominator of 0 gives no rate, which is not a secret, yet is answered True: there is
    nothing to show.
    """
    return numerator_hidden or denominator_hidden or denominator < minimum
