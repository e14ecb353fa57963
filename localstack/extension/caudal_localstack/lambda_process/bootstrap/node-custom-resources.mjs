import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';

const answers = '/_caudal/custom-resources/';

/**
 * Lets custom resources answer: on AWS the `ResponseURL` is HTTPS, so handlers (CDK's among them) call `https.request`, some
 * with host and path alone. Here it is LocalStack's own address, without a certificate. No other request is touched.
 */
export function answerCustomResourcesByHttp() {
  const { request } = https;
  const { port } = new URL(process.env.AWS_ENDPOINT_URL ?? 'http://127.0.0.1:4566');
  https.request = (...args) => {
    const { path, method, headers } = target(args);
    if (!path?.startsWith(answers)) return request.apply(https, args);
    return http.request({ host: '127.0.0.1', port, path, method, headers }, args.findLast(isFunction));
  };
  syncBuiltinESMExports();
}

/** Address and options of a call in any of its forms: `(url)`, `(options)`, `(url, options)`, each with a callback. */
function target(args) {
  const [first, second] = args.filter((argument) => !isFunction(argument));
  const isUrl = typeof first === 'string' || first instanceof URL;
  return isUrl ? { path: URL.parse(first)?.pathname, ...second } : { ...first };
}

const isFunction = (argument) => typeof argument === 'function';
