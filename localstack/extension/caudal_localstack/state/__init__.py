"""LocalStack's own state, kept on disk: what it knows of stacks, functions, buckets, queues survives its end."""
