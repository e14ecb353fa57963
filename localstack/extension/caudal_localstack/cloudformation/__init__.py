"""CloudFormation: resource types that LocalStack lacks, and roll-back, replacement and adoption as on AWS."""
