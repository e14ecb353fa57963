// @ts-check

const frames = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';

/**
 * Tells the user how far the steps are: a line when one ends, and, on a terminal, one line that moves while they run. All
 * of it goes to stderr.
 *
 * @param {NodeJS.WriteStream} [stream]
 */
export function createProgress(stream = process.stderr) {
  const lively = Boolean(stream.isTTY);
  /** @type {Map<string, number>} */
  const running = new Map();
  let frame = 0;
  const clear = () => {
    if (lively) stream.write('\r\u001b[2K');
  };
  const draw = () => {
    if (!lively || running.size === 0) return;
    const parts = [...running].map(([name, begun]) => `${name} ${Math.round((performance.now() - begun) / 1000)} s`);
    frame = (frame + 1) % frames.length;
    const line = `  ${frames[frame]} ${parts.join(' · ')}`;
    stream.write(`\r\u001b[2K${line.slice(0, (stream.columns ?? 80) - 1)}`);
  };
  const timer = lively ? setInterval(draw, 120) : undefined;
  timer?.unref();
  const say = (/** @type {string} */ text) => {
    clear();
    stream.write(`${text}\n`);
    draw();
  };
  return {
    say,
    /** Says what went wrong. @param {string} text */
    complain(text) {
      say(`Set-up: ${text}`);
    },
    /** @param {string} name */
    begin(name) {
      running.set(name, performance.now());
      if (!lively) say(`  ${name} …`);
      draw();
    },
    /**
     * @param {string} name
     * @param {boolean} done
     */
    end(name, done) {
      const seconds = (performance.now() - (running.get(name) ?? performance.now())) / 1000;
      running.delete(name);
      say(`  ${done ? '✓' : '✗'} ${name} ${seconds.toFixed(1)} s`);
    },
    stop() {
      clearInterval(timer);
      clear();
    },
  };
}

/** @typedef {ReturnType<typeof createProgress>} Progress */
