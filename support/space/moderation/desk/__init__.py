"""The pages at which volunteers read and decide."""
