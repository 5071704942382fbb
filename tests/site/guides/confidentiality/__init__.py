"""What a professional must report: rows, wording and pages."""
