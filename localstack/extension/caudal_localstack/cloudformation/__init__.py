"""`AWS::Cassandra::Keyspace` and `AWS::Cassandra::Table` for LocalStack's CloudFormation."""
