"""``/api/v3``: the directory for machines, in the paths and words of HSDS 3.1. Read only, without a key or a cookie."""
