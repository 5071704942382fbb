"""Measures the site against its budgets (docs/benchmarks.md). Everything it reads, it makes itself from a seed."""
