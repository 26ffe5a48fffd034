"""What each feature stores about a learner, and what becomes of it when the learner is erased.

A feature says it in its own `forgetting.py`, imported by `server/wiring.py`:

    keeps(Registration, title=…, of=…, shown={…}, forgets={"link_hash": None}, stays={"status", …}, why=…)
    deletes(LearnerLink, title=…, of=of_learner(LearnerLink))

Erasure, the learner's download and the page that says what remains all read this one list;
`tests/architecture/test_forgetting.py` finds a table, or a column of a declared table, that is not in it.
"""

from sites.forgetting.registry import (
    HOLDINGS,
    Holding,
    Whose,
    after_erasure,
    deletes,
    followers,
    in_order,
    keeps,
    of_learner,
    of_registration,
)

__all__ = [
    "HOLDINGS",
    "Holding",
    "Whose",
    "after_erasure",
    "deletes",
    "followers",
    "in_order",
    "keeps",
    "of_learner",
    "of_registration",
]
