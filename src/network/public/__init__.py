"""The network as everybody sees it: its first page and its statement on accessibility."""
