"""The house rules as tests: each message says what is wrong, why it matters and what to do."""
