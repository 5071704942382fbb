"""Who belongs to the staff: two persons for grave acts, suspending, invitations, the cap."""
