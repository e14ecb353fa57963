import { readCqlSecret } from '../secret.ts';
import { stagePrefix } from '../stage.ts';
import { environmentCredentials } from './authenticator.ts';
import { connectCql } from './connect.ts';
import { CqlSession } from './session.ts';
import { cqlSettings } from './settings.ts';

/**
 * The session of an execution environment, which begins to connect at once. Wrong settings show at the first use too:
 * nothing here throws during init.
 *
 * @param budgetMs how long the function may run, in milliseconds
 */
export function openSession(env: NodeJS.ProcessEnv, budgetMs: number): CqlSession {
  const session = new CqlSession(
    async () =>
      connectCql(cqlSettings(env), { budgetMs, password: readCqlSecret, credentials: environmentCredentials(env) }),
    { budgetMs, prefix: stagePrefix(env) },
  );
  session.begin();
  return session;
}
