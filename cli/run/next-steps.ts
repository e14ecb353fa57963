import { names } from '../../core/names.ts';

/** What to type next, as the main job's last words. */
export function nextSteps(pipeline: string, record: string): string {
  return `Next, by hand:
  ./caudal aws lambda invoke --function-name ${names.produceFunction} --payload '{"pipeline":"${pipeline}","eventsPerSecond":5,"durationSeconds":10}' /dev/stdout
  ./caudal aws keyspaces list-tables --keyspace-name ${record.split('.')[0]}
  ./caudal query "SELECT * FROM ${record} LIMIT 5"
  ./caudal rejected ${pipeline}
  ./caudal status --watch
  ./caudal pause ${pipeline}        # then produce, look, and resume: nothing is lost
  ./caudal down                 # stops the local cloud; its data stays`;
}
