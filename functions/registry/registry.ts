import type { LambdaFunctionURLEvent } from 'aws-lambda';
import type { RegistryResponse, RegistryStore } from '../../core/registry/model.ts';
import { answerRegistry } from '../../core/registry/registry.ts';
import { asError } from '../clients/aws-errors.ts';

/** What the registry needs of the world. */
export interface RegistryPorts {
  readonly store: RegistryStore;
  /** Takes a line a call. */
  readonly log: (level: 'info' | 'error', message: string, fields: Readonly<Record<string, string | number>>) => void;
}

/** What is read of an event of a function URL. */
type UrlEvent = Pick<LambdaFunctionURLEvent, 'rawPath' | 'rawQueryString' | 'body' | 'isBase64Encoded'> & {
  readonly requestContext: { readonly http: Pick<LambdaFunctionURLEvent['requestContext']['http'], 'method'> };
};

/** An answer as a function URL takes it. */
export interface UrlAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const contentType = 'application/vnd.schemaregistry.v1+json';
/** What Confluent's clients know a store by that can't be reached. */
const STORE_ERROR = 50_001;

/**
 * Makes the registry behind a function URL: the event into a call of the REST API, its answer into the URL's. A store that fails
 * is answered with status 500 and error code 50001, which clients try again.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export function createRegistry({ store, log }: RegistryPorts): (event: UrlEvent) => Promise<UrlAnswer> {
  return async ({ rawPath, rawQueryString, body = '', isBase64Encoded, requestContext }) => {
    const { method } = requestContext.http;
    const { status, body: answer } = await answerRegistry(store, {
      method,
      path: rawPath,
      query: new URLSearchParams(rawQueryString),
      body: isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body,
    }).catch((thrown): RegistryResponse => {
      const error = asError(thrown);
      log('error', 'store', { method, path: rawPath, error: `${error.name}: ${error.message}` });
      return { status: 500, body: { error_code: STORE_ERROR, message: 'The store of the registry failed; try again' } };
    });
    log('info', 'call', { method, path: rawPath, status });
    return { statusCode: status, headers: { 'content-type': contentType }, body: JSON.stringify(answer) };
  };
}
