"""What is kept of a learner's certificates."""

from sqlalchemy import func, literal_column, type_coerce
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col

from i18n.messages import lazy
from sites.certificates.models import Assessment, Certificate
from sites.certificates.words import RESULTS, REVOCATION_REASONS
from sites.forgetting import keeps, of_registration

# What was taught and when, for whoever holds the paper and checks it; no name, and no page to print.
_WITHOUT_HOLDER = func.jsonb_build_object(
    literal_column("'facts'"),
    func.coalesce(type_coerce(col(Certificate.printed), JSONB)["facts"], literal_column("'{}'::jsonb")),
)

keeps(
    Certificate,
    title=lazy("Certificates"),
    of=of_registration(Certificate),
    shown={
        "code": lazy("Code"),
        "issued_on": lazy("Issued on"),
        "revoked_on": lazy("Revoked on"),
        "revoked_reason": lazy("Reason"),
        "revoked_note": lazy("Note"),
        "curriculum_version": lazy("Version"),
        "printed": lazy("What stands on it"),
        "badge": lazy("Digital badge"),
    },
    forgets={"printed": _WITHOUT_HOLDER, "badge": "", "revoked_note": ""},
    stays={"code", "curriculum_version", "issued_on", "revoked_on", "revoked_reason", "status_index"},
    why=lazy("That a certificate with this code was issued, so that it can still be checked. It names nobody."),
    words={"revoked_reason": {str(reason): name for reason, name in REVOCATION_REASONS.items()}},
)

keeps(
    Assessment,
    title=lazy("Assessment"),
    of=of_registration(Assessment),
    shown={"result": lazy("Result"), "noted_on": lazy("Noted on")},
    forgets={},
    stays={"result", "noted_on", "noted_by"},
    why=lazy("That somebody passed the assessment: certificates are issued by it."),
    words={"result": {str(result): name for result, name in RESULTS.items()}},
)
