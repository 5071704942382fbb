"""From a path (a file, a folder or a zip) to tables of rows and to records, bounded and streamed, each with its file
and its physical line. What was recognised (letters, separator, line ends) is said; nothing is guessed in silence."""
