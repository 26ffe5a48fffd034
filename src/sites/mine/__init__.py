"""The learner's own page: no password, a link by mail, everything the centre knows about the person."""
