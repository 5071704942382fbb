"""What is held on people: their copy, their leaving, and what goes by itself."""
