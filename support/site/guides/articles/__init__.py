"""The guides: Markdown files with front matter, checked, rendered and shown."""
