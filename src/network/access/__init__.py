"""Who may do what: roles, and whoever is asking."""
