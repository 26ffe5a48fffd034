"""Tables of counts that cannot expose a person, however they are added, subtracted and compared.

The rules, all on counts of people:

- 1 to `threshold` - 1 (4) is hidden. 0 is shown as 0, also where it tells that everybody is in
  another category; hiding it would be in vain where a sum of it is 0 as well. It is hidden only
  when no count above 0 could stand in for it.
- No hidden cell is a linear combination of shown ones, over all sums of units, periods, categories
  and filters at once. Distinct people do not quite add up; they are protected as if they did.
- Hidden counts that add up to a shown total must leave each small one able to be 1 to 4, and a
  person who is the 1 must not learn the other count. Where margins are fixed or only zeros are
  left, this third rule is kept as far as possible; the first two always, or `Unprotectable` is
  raised and nothing may be published.
- A rate is hidden with either of its counts and below 10 people. So 0 % and 100 % appear from 10
  people on, and never for fewer.

Tables that can be seen together must be protected together: `protect_tables`.
"""

from network.results.disclosure.audit import bounds, derivable
from network.results.disclosure.protection import Table, Unprotectable, protect, protect_tables
from network.results.disclosure.rates import MINIMUM_DENOMINATOR, rate_hidden
from network.results.disclosure.relations import Cell, Relation, relations_for

__all__ = [
    "MINIMUM_DENOMINATOR",
    "Cell",
    "Relation",
    "Table",
    "Unprotectable",
    "bounds",
    "derivable",
    "protect",
    "protect_tables",
    "rate_hidden",
    "relations_for",
]
