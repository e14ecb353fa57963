"""What `npm run train` does in Python: fit, judge and export a model."""
