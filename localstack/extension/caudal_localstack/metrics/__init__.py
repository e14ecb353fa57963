"""Metrics of Lambda, Kinesis and log lines in LocalStack's CloudWatch, and alarms that watch them as AWS's do."""
