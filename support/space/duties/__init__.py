"""What the law and the operator oblige a space to pass on and to keep: read from the operator's file, never made up."""
