"""Languages: which one a person reads, the words in it, its formats, its sorting, content in several of them."""
