import { cloudConfig } from '../../../localstack/config.ts';

/** What the Keyspaces API answers: the body, which in case of an error has a code in `__type`. */
export interface KeyspacesAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> & { readonly __type?: string; readonly message?: string };
}

/**
 * Calls an operation of the Keyspaces API over the wire, as the SDKs do: JSON 1.0 through LocalStack's gateway. A run of the
 * AWS CLI takes a second each.
 */
export async function keyspaces(operation: string, request: object): Promise<KeyspacesAnswer> {
  const response = await fetch(`http://127.0.0.1:${cloudConfig().ports.localstack}/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `KeyspacesService.${operation}`,
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/cassandra/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(request),
  });
  return { status: response.status, body: (await response.json()) as KeyspacesAnswer['body'] };
}
