"""Words of the policy that only the survivors' space says."""
