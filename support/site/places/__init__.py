"""Where a person is or means: town, region or postcode to coordinates and time zone, without asking any machine."""
