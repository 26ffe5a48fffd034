"""Who is to be asked, what was answered, and how many of each."""
