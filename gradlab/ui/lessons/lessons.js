// A lesson's page: arrow keys, and what a presenter's clicker sends, turn it; a line of code and its part of the picture
// light up together; the answers are a group with the question as its name; what is said of an answer is read aloud.

const TURNS = { ArrowRight: "on", ArrowLeft: "back" };
const CLICKER = { PageDown: "on", PageUp: "back" };

/** The direction a key asks for; nothing where the key belongs to what has the focus. */
function turnOf({ key, target, altKey, ctrlKey, metaKey }) {
  if (altKey || ctrlKey || metaKey) return undefined;
  if (document.documentElement.dataset.view === "projector" && CLICKER[key]) return CLICKER[key];
  const own = target instanceof Element && target.closest("input, textarea, select, [role='slider'], [contenteditable='true']");
  return own ? undefined : TURNS[key];
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = document.documentElement;
  const answers = document.querySelector(".st-key-answers");
  answers?.setAttribute("role", "group");
  answers?.setAttribute("aria-label", data.question);
  parentElement.querySelector(".gl-feedback-announced").textContent = data.feedback;

  const pressed = (event) => {
    const turn = turnOf(event);
    if (!turn) return;
    event.preventDefault();
    event.stopPropagation();
    setTriggerValue("turn", `${turn} ${performance.now()}`);
  };
  const light = (event) => {
    const line = event.target instanceof Element && event.target.closest(".st-key-lesson [data-lights]");
    if (line) root.dataset.lit = line.dataset.lights;
    else delete root.dataset.lit;
  };
  document.addEventListener("keydown", pressed, true);
  for (const type of ["pointerover", "focusin", "click"]) document.addEventListener(type, light);
  return () => {
    document.removeEventListener("keydown", pressed, true);
    for (const type of ["pointerover", "focusin", "click"]) document.removeEventListener(type, light);
    delete root.dataset.lit;
  };
}
