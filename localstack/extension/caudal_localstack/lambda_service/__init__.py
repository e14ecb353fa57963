"""What LocalStack's Lambda service leaves out between a request and the process that runs the function."""
