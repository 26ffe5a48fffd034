"""`/manage/{site}/website`: what the manager writes for the public."""
