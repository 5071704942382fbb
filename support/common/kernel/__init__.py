"""The small common ground: settings, database, clock, errors, access, forms, headers, languages, text, logs."""
