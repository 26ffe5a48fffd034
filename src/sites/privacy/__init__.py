"""Privacy: what people ask of the centre about their data, erasure, and how long anything is kept."""
