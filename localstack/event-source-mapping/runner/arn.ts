/** An Amazon resource name, taken apart. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export interface Arn {
  readonly service: string;
  /** Empty in ARNs of buckets. */
  readonly region: string;
  /** 12 digits; empty in ARNs of buckets. */
  readonly account: string;
  readonly resource: string;
}

/** @throws {RangeError} when the text is no ARN */
export function parseArn(text: string): Arn {
  const [prefix, , service, region, account, ...resource] = text.split(':');
  if (prefix !== 'arn' || !service || region === undefined || account === undefined || resource.length === 0) {
    throw new RangeError(`expected an ARN (received "${text}")`);
  }
  return { service, region, account, resource: resource.join(':') };
}
