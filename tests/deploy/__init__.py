"""The shipped files for an operator's server, run on the loopback: units, proxies, the page of last resort."""
