"""The accounts of the demo network. Nothing but the demo makes them."""

from server.demo.content import Account, accounts

PASSWORD = "archipel-demo"  # noqa: S105 -- printed at every start of the demo, and of nothing else
ACCOUNTS: tuple[Account, ...] = accounts()
