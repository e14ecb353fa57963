"""What runs inside an execution environment: a client of the Lambda Runtime API per language."""
