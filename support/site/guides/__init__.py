"""Know before you ask: guides, the finder, what must be reported, figures, and where to tell."""
