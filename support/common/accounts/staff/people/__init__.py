"""Who belongs to the staff: inviting, roles, suspending; and two persons for grave acts (safety.md S50, S54, S56)."""
