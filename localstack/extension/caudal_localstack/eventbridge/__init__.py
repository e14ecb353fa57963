"""EventBridge: what LocalStack's targets do otherwise than those of AWS."""
