"""Members and staff: who may come in, and how a person proves to be the one who was here before."""
