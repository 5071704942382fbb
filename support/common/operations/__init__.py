"""Running it: health now; backup, restore and doctor with the next step."""
