"""What can keep a learner from their own page, in words."""

from core.errors import Gone, SignInNeeded
from i18n.messages import lazy


class LinkUsed(Gone):
    """Unknown, used, or too old: one sentence for all."""

    code = "learner_link_gone"
    message = lazy("This link has been used already or is too old. Ask for a new one.")


class LinkNeeded(SignInNeeded):
    code = "learner_link_needed"
    message = lazy("Please ask for a link to your page first.")
    way_in = "/{site_code}/me"
