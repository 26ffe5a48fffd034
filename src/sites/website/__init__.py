"""What a centre tells the public, as its manager writes it: pages, news, opening hours, contact."""
