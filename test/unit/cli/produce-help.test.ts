import { describe, expect, it } from 'vitest';
import { create } from '../../../cli/commands/produce.ts';
import { generatorOf } from '../../../core/producer/generator-of.ts';
import { pipelineNamed } from '../../../pipelines/index.ts';

describe('caudal produce --help', () => {
  it('lists the invalid kinds of each pipeline, with what is wrong with them', () => {
    const written: string[] = [];
    create()
      .configureOutput({ writeOut: (text) => written.push(text) })
      .outputHelp();
    const help = written.join('');
    for (const name of ['sensors', 'observatory', 'payments', 'users']) {
      const from = help.indexOf(`\n  ${name}\n`);
      expect(from).toBeGreaterThan(0);
      for (const [kind, { description }] of Object.entries(generatorOf(pipelineNamed(name)).invalid)) {
        expect(help.slice(from)).toMatch(new RegExp(`^ {4}${kind} +`, 'm'));
        expect(help.slice(from)).toContain(description);
      }
    }
  });
});
