"""Check in at the door: a screen shows a code that changes, learners scan it and are marked present."""
