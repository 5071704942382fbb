"""For whoever changes things: strings, gazetteer, test programs."""
