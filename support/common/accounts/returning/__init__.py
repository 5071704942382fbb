"""Coming back to an account and going from it: signing in and out, recovery codes, agreements to renew."""
