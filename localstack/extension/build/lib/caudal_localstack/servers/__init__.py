"""DynamoDB and Kinesis: running servers in place of those that LocalStack would install."""
