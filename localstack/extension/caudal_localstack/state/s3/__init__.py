"""S3: the bytes of each object and what is known of it lie in files of their own; a call writes what it changes."""
