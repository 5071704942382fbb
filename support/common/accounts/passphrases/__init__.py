"""The secrets of people: made, read forgivingly, weighed and hashed (safety.md S38 to S42, S47, S69, S97). No request,
no database; nothing here keeps, logs or shows a secret."""
