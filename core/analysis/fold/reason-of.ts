import { clip, show } from '../../show.ts';

const MAX_REASON = 300;

/** Why an event failed, where a function of the pipeline's author threw: at most 300 characters. */
export function reasonOf(thrown: unknown): string {
  return clip(`internal: ${thrown instanceof Error ? thrown.message : show(thrown)}`, MAX_REASON);
}
