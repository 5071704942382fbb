"""The words at the door of a space, read before the first keystroke, and what a person agrees to there."""
