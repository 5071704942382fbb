"""A few questions that end in a short, explained list: no account, no cookie, nothing stored."""
