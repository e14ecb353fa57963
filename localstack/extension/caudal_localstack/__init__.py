"""What the open LocalStack lacks, added through its own plug-in points. See README.md beside this package."""
