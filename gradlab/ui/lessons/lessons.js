// A lesson's page: arrow keys, and what a presenter's clicker sends, turn it; the answers are a group with the question as
// its name; and on a phone, where the program is a line, ‹ and › go through its steps.

const TURNS = { ArrowRight: "on", ArrowLeft: "back" };
const CLICKER = { PageDown: "on", PageUp: "back" };

/** The direction a key asks for; nothing where the key belongs to what has the focus. */
function turnOf({ key, target, altKey, ctrlKey, metaKey }) {
  if (altKey || ctrlKey || metaKey) return undefined;
  if (document.documentElement.dataset.view === "projector" && CLICKER[key]) return CLICKER[key];
  const own = target instanceof Element && target.closest("input, textarea, select, [role='slider'], [contenteditable='true']");
  return own ? undefined : TURNS[key];
}

/** The buttons through the steps of the program; the last, which prints the gradient, is shown first. */
function steps({ back, onward }) {
  const program = () => document.querySelector(".gl-program pre");
  const lines = () => /** @type {HTMLElement[]} */ ([...program().querySelectorAll(".gl-line")]);
  const show = (at) => { program().scrollLeft = at * program().clientWidth; };
  const turn = (by) => (event) => {
    event.stopPropagation(); // a click elsewhere would put the light out
    const all = lines();
    const at = (Math.round(program().scrollLeft / program().clientWidth) + by + all.length) % all.length;
    show(at);
    all[at].focus({ preventScroll: true }); // what it makes of the picture lights up
  };
  const buttons = [["‹", back, -1], ["›", onward, 1]].map(([sign, name, by]) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign, onclick: turn(by) });
    button.setAttribute("aria-label", name);
    return button;
  });
  const part = Object.assign(document.createElement("div"), { className: "ls-steps" });
  part.append(...buttons);
  return { part, showLast: () => show(lines().length - 1) };
}

let leave = () => {}; // the lesson before: Streamlit says only when the page is left

export default function ({ data, setTriggerValue }) {
  leave();
  const answers = document.querySelector(".st-key-answers");
  answers?.setAttribute("role", "group");
  answers?.setAttribute("aria-label", data.question);

  // The chart may be drawn a moment later.
  const { part, showLast } = steps(data);
  const place = () => {
    const [program, line] = [".gl-program", ".gl-program .gl-line"].map((name) => document.querySelector(name));
    if (!line) return;
    observer.disconnect();
    program.append(part);
    showLast();
  };
  const observer = new MutationObserver(place);
  observer.observe(document.body, { childList: true, subtree: true });
  place();

  const pressed = (event) => {
    const turn = turnOf(event);
    if (!turn) return;
    event.preventDefault();
    event.stopPropagation();
    setTriggerValue("turn", `${turn} ${performance.now()}`);
  };
  document.addEventListener("keydown", pressed, true);
  leave = () => {
    document.removeEventListener("keydown", pressed, true);
    observer.disconnect();
    part.remove();
  };
  return () => leave();
}
