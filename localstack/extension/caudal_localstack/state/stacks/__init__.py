"""CloudFormation: operations on stacks go on by themselves after the call that began them."""
