"""The volunteers' work: the queue, one case at a time, decisions, and what follows from them."""
