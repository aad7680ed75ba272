// What is read aloud. The texts on screen change with every step; they are announced when they stop.

const ANNOUNCE_AFTER = 500; // ms after the last movement

/** Puts a text into a live region once nothing has moved for a while. */
export function announcer(region) {
  let timer = 0;
  return (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => { region.textContent = text; }, ANNOUNCE_AFTER);
  };
}
