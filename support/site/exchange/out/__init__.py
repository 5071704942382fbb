"""What goes out: HSDS 3.1 JSON, a CSV data package, a flat CSV; of everything, of a search, of one listing."""
