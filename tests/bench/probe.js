// Runs inside every page before anything else. LIMIT (ms) and TANGENT, an expression of the page's own that gives the
// tangent's geometry, are filled in. All pages are measured by the same clock and the same rule: something is painted
// one frame after the first frame in which it is found in the document.

window.probe = {
  /** What is drawn: a text, or null where a part of it is not there yet. */
  state(expression) {
    try {
      return expression() ?? null;
    } catch {
      return null;
    }
  },

  /** Resolves with the time (ms since 1970) at which a state that `isNew` was painted. */
  painted(expression, isNew) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error("nothing new was painted in time")), LIMIT);
      const look = () => {
        const now = this.state(expression);
        if (now === null || !isNew(now)) return requestAnimationFrame(look);
        requestAnimationFrame(() => {
          clearTimeout(late);
          resolve(performance.timeOrigin + performance.now());
        });
      };
      requestAnimationFrame(look);
    });
  },

  /** From now on `changed` is a promise of the ms from the next event of this type to the painted change. */
  change(type, expression) {
    const before = this.state(expression);
    this.changed = new Promise((resolve, reject) => {
      window.addEventListener(type, () => {
        const start = performance.timeOrigin + performance.now();
        this.painted(expression, (now) => now !== before).then((end) => resolve(end - start), reject);
      }, { capture: true, once: true });
    });
  },

  /** Drag the mouse evenly between two points; resolves with the seconds and how often a frame showed a new state. */
  drag([fromX, fromY], [toX, toY], seconds, expression) {
    const [seen, start] = [new Set(), performance.now()];
    let dragging = true;
    const look = () => {
      const now = this.state(expression);
      if (now !== null) seen.add(now);
      if (dragging) requestAnimationFrame(look);
    };
    look();
    return new Promise((resolve, reject) => {
      const done = () => {
        dragging = false;
        const took = (performance.now() - start) / 1000;
        if (took < 0.9 * seconds) reject(new Error(`the drag was over after ${took} s`));
        else resolve({ seconds: took, changes: seen.size - 1 });
      };
      const speed = Math.hypot(toX - fromX, toY - fromY) / seconds;
      const { gpuBenchmarking: mouse } = chrome;
      mouse.smoothDrag(fromX, fromY, toX, toY, done, mouse.MOUSE_INPUT, speed);
    });
  },
};

window.probe.first = window.probe.painted(() => TANGENT, () => true);
