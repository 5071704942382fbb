"""The rules of a review: states, reasons, their words, and the order of what waits."""
