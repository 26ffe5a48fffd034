"""What is done with events: planned, announced, copied, cancelled, counted; and with the places at them."""
