// Where a curve is no smooth line: a jump is a gap, and where the loss is not finite the picture is hatched.

/** The curve as it is drawn: with the points that lie between its positions, and a gap at a jump: null. */
export function outlined({ x, y }, { before, behind }, finer = { x: [], y: [] }) {
  const [xs, ys] = [[], []];
  let next = 0;
  x.forEach((across, index) => {
    if (behind.includes(index)) put(x[index - 1], null);
    for (; finer.x[next] < across; next += 1) put(finer.x[next], finer.y[next]);
    if (before.includes(index)) put(across, null);
    put(across, y[index]);
  });
  return { x: xs, y: ys };

  function put(across, up) {
    xs.push(across);
    ys.push(up);
  }
}

/** In front of which positions the curve jumps: right before them, or right behind the position before. */
export function gapsOf({ verdicts, numbers: { verdict, left, right } }) {
  const jumps = Array.from(verdict, (_, index) => index).filter((index) => verdicts[verdict[index]] === "jump");
  const behind = jumps.filter((index) => isEndless(right[index])).map((index) => index + 1);
  return { before: jumps.filter((index) => isEndless(left[index])), behind };
}

const isEndless = (slope) => Math.abs(slope) === Infinity;

/** The intervals of positions at which the loss is not finite. */
export function unknownRanges({ x, y }) {
  const found = [];
  x.forEach((across, index) => {
    if (Number.isFinite(y[index])) return;
    if (index > 0 && !Number.isFinite(y[index - 1])) found.at(-1)[1] = across;
    else found.push([across, across]);
  });
  return found.filter(([from, to]) => to > from);
}

/** The same as Plotly's traces, as high as the picture. */
export function hatched(ranges, [low, high], colours) {
  return ranges.map(([from, to]) => ({
    x: [from, to, to, from], y: [low, low, high, high], type: "scatter", mode: "lines", fill: "toself", meta: "unknown",
    fillcolor: "rgba(0,0,0,0)", fillpattern: { shape: "/", fgcolor: colours.ghost, size: 9, solidity: 0.12 }, line: { width: 0 },
  }));
}

/** What is said of a hatched range, in the middle of it, where there is room. */
export function hatchedLabels(ranges, { x: [left, right], y: [low, high] }, text, font) {
  return ranges.map(([from, to]) => [Math.max(from, left), Math.min(to, right)]).filter(([from, to]) => (to - from) / (right - left) > 0.12).map(([from, to]) => ({
    x: (from + to) / 2, y: low + 0.94 * (high - low), text, showarrow: false, xanchor: "center", yanchor: "top", font,
  }));
}
