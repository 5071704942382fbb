"""The directory of help: vocabulary, listings, opening hours, search."""
