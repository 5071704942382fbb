"""What goes out: JSON, data package, flat CSV, the downloads and the command."""
