"""Providers of LocalStack that need more than their stores to go on."""
