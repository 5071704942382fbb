"""One's own account: where it is signed in, another passphrase, new recovery codes (safety.md S39, S42 to S45)."""
