"""Who the centre's learners are, and which records look like one person."""

from sites.learners.queries.duplicates import (
    Merge,
    Pair,
    Particular,
    last_merges,
    merge_of,
    pair_of,
    possible_duplicates,
)
from sites.learners.queries.records import (
    LONGEST_SEARCH,
    LearnerLine,
    LearnerList,
    LearnerRecord,
    Participation,
    learner_list,
    learner_record,
)

__all__ = [
    "LONGEST_SEARCH",
    "LearnerLine",
    "LearnerList",
    "LearnerRecord",
    "Merge",
    "Pair",
    "Participation",
    "Particular",
    "last_merges",
    "learner_list",
    "learner_record",
    "merge_of",
    "pair_of",
    "possible_duplicates",
]
