"""What can stand between a centre and its public, in words."""

from core.errors import Conflict, Invalid
from i18n.messages import lazy


class NotReady(Conflict):
    code = "not_ready"
    message = lazy("The centre lacks something still. Add it, or give a reason for opening without it.")


class ReasonMissing(Invalid):
    code = "reason_missing"
    message = lazy("Please say why the centre opens although something is missing.")


class AlreadyOpen(Conflict):
    code = "already_open"
    message = lazy("The centre is open already.")
