"""Where to tell what somebody found or went through: by country, from the bundled services."""
