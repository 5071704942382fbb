"""What both wings, the directory and the forum, stand on. Imports neither of them."""
