"""Lambda execution environments as processes of this machine."""
