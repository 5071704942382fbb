"""What the forum holds on people goes with them, and by itself."""
