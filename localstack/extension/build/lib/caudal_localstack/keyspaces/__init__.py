"""The Amazon Keyspaces API on a real Cassandra."""
