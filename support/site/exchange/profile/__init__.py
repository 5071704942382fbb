"""Our published profile of HSDS: the words for what the standard has no field for. Pure data and its reading back."""
