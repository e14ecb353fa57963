"""Kinesis and DynamoDB Streams mappings: run by a program of their own, in place of LocalStack's pollers."""
