"""Words of the policy that only the prevention space says."""
