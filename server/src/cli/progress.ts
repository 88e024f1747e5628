import { MultiBar, type SingleBar } from 'cli-progress';

/** Where progress is shown: moving bars on a terminal, plain lines in a log, nowhere when a program listens. */
export type ProgressMode = 'bars' | 'lines' | 'none';

export interface ProgressBar {
  /** `total` is null as long as nobody knows it. The rate and the estimate are worked out here. */
  update(done: number, total: number | null): void;
  finish(): void;
}

export interface ProgressBoard extends Disposable {
  bar(label: string): ProgressBar;
}

export interface ProgressOutput {
  write(text: string): unknown;
}

/** In a log, one line this often is enough to see that it goes on. */
const lineEveryMs = 5000;

export function openProgress(output: NodeJS.WriteStream | ProgressOutput, mode: ProgressMode): ProgressBoard {
  if (mode === 'bars') return barBoard(output as NodeJS.WriteStream);
  if (mode === 'lines') return { bar: (label) => lineBar(output, label), [Symbol.dispose]() {} };
  return { bar: () => ({ update() {}, finish() {} }), [Symbol.dispose]() {} };
}

function barBoard(stream: NodeJS.WriteStream): ProgressBoard {
  const board = new MultiBar(
    {
      stream,
      format: '{label} {bar} {told}',
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 24,
      hideCursor: true,
      clearOnComplete: false,
      fps: 8,
    },
    // The default look, spelled out above.
  );
  const labelWidth = 28;
  return {
    bar(label) {
      const began = Date.now();
      let shown: SingleBar | undefined;
      let last: [number, number | null] = [0, null];
      return {
        update(done, total) {
          last = [done, total];
          shown ??= board.create(1, 0, { label: label.padEnd(labelWidth), told: '' });
          shown.setTotal(Math.max(total ?? done, 1));
          shown.update(total === null ? 0 : done, { told: tell(done, total, Date.now() - began) });
        },
        finish() {
          const [done] = last;
          this.update(done, done);
          shown?.update(Math.max(done, 1));
          shown?.stop();
        },
      };
    },
    [Symbol.dispose]: () => board.stop(),
  };
}

function lineBar(output: ProgressOutput, label: string): ProgressBar {
  const began = Date.now();
  let lastLineAt = 0;
  let lastDone = 0;
  const line = (done: number, total: number | null) => {
    lastLineAt = Date.now();
    output.write(`${label}: ${tell(done, total, lastLineAt - began)}\n`);
  };
  return {
    update(done, total) {
      lastDone = done;
      if (Date.now() - lastLineAt >= lineEveryMs) line(done, total);
    },
    finish: () => line(lastDone, lastDone),
  };
}

/** `20,000 of 200,000 (10%), 4,000/s, 45 s left` */
export function tell(done: number, total: number | null, elapsedMs: number): string {
  const rate = elapsedMs > 0 ? (done / elapsedMs) * 1000 : 0;
  const share = total ? ` of ${count(total)} (${Math.floor((done / total) * 100)}%)` : '';
  const speed = elapsedMs >= 1000 && rate >= 1 ? `, ${count(Math.round(rate))}/s` : '';
  const left = total !== null && total > done && rate >= 1 ? `, ${duration((total - done) / rate)} left` : '';
  return `${count(done)}${share}${speed}${left}`;
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
