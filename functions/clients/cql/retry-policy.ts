import { policies, type types } from 'cassandra-driver';

const { RetryPolicy } = policies.retry;
type DecisionInfo = policies.retry.DecisionInfo;
type OperationInfo = policies.retry.OperationInfo;

/**
 * What the driver may try again by itself: a request whose connection was lost goes to another address at once. Anything
 * else comes back as it was, to be tried again after a pause.
 *
 * The driver's own policy goes through all addresses without a pause, whatever they answer. All of Keyspaces' addresses are
 * one service, so it would turn one throttled request into ten, and one that nobody answers into ten time-outs, which no
 * function has the time for.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/connections.html#connections.retry-policies
 */
export class LostConnectionRetry extends RetryPolicy {
  override onRequestError(_info: OperationInfo, consistency: types.consistencies, error: Error): DecisionInfo {
    const isLost = 'isSocketError' in error && error.isSocketError === true;
    return isLost ? this.retryResult(consistency, false) : this.rethrowResult();
  }

  override onUnavailable(): DecisionInfo {
    return this.rethrowResult();
  }

  override onReadTimeout(): DecisionInfo {
    return this.rethrowResult();
  }

  override onWriteTimeout(): DecisionInfo {
    return this.rethrowResult();
  }
}
