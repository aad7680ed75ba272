// A press anywhere in the plot moves the point there, and the slider with it; two fingers, or the wheel with Ctrl, zoom.

/** Listen on the plot's surface. `to(x, y)` moves, `done()` commits, `zoom(factor, {x, y})` zooms about a pixel. */
export function watchPointer(svg, surface, { to, done, zoom }) {
  const held = new Map();
  let moving = false;
  const inside = (event) => {
    const box = svg.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const go = (event) => {
    const { x, y } = inside(event);
    to(x, y);
  };
  const spread = () => {
    const [a, b] = [...held.values()];
    return { distance: Math.hypot(a.x - b.x, a.y - b.y), x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  };
  const finish = () => {
    if (moving) done();
    moving = false;
  };
  surface.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    surface.setPointerCapture(event.pointerId);
    held.set(event.pointerId, inside(event));
    if (held.size > 1) return finish();
    event.preventDefault();
    moving = true;
    go(event);
  });
  surface.addEventListener("pointermove", (event) => {
    if (!held.has(event.pointerId)) return;
    const before = held.size === 2 && spread();
    held.set(event.pointerId, inside(event));
    if (before) {
      const after = spread();
      if (after.distance > 0) zoom(before.distance / after.distance, after);
    } else if (moving) go(event);
  });
  const release = (event) => {
    held.delete(event.pointerId);
    finish();
  };
  surface.addEventListener("pointerup", release);
  surface.addEventListener("pointercancel", release);
  surface.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(Math.exp(event.deltaY / 200), inside(event));
  }, { passive: false });
}

/** Let a mark of a plot be dragged. `from(pixel)` takes hold of it, `to(pixel)` moves it, `done()` commits. */
export function watchDrag(svg, mark, { from, to, done }) {
  const inside = (event) => {
    const box = svg.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  let moving = false;
  mark.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    mark.setPointerCapture(event.pointerId);
    moving = true;
    from(inside(event));
  });
  mark.addEventListener("pointermove", (event) => {
    if (moving && event.isPrimary) to(inside(event));
  });
  const release = (event) => {
    if (moving && event.isPrimary) done();
    if (event.isPrimary) moving = false;
  };
  mark.addEventListener("pointerup", release);
  mark.addEventListener("pointercancel", release);
}
