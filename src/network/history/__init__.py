"""Who changed what, when, and what it was before: read from the audit log, said in words."""
