"""Ways in go with the person."""

from i18n.messages import lazy
from sites.forgetting import deletes, of_learner
from sites.mine.models import LearnerFeed, LearnerLink, LearnerSignIn

deletes(LearnerLink, title=lazy("Links to your page"), of=of_learner(LearnerLink))
deletes(
    LearnerSignIn,
    title=lazy("Browsers in which your page is open"),
    of=of_learner(LearnerSignIn),
    shown={"created_at": lazy("Since"), "seen_at": lazy("Last used")},
)
deletes(
    LearnerFeed,
    title=lazy("Your calendar address"),
    of=of_learner(LearnerFeed),
    shown={"created_at": lazy("Since")},
)
