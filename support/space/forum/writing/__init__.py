"""The writer's path: a draft, hints before sending, waiting to be read, the answer, another version, taking back."""
