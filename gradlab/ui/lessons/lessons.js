// A lesson's page: arrow keys, and what a presenter's clicker sends, turn it; the answers are a group with the question as
// its name.

const TURNS = { ArrowRight: "on", ArrowLeft: "back" };
const CLICKER = { PageDown: "on", PageUp: "back" };

/** The direction a key asks for; nothing where the key belongs to what has the focus. */
function turnOf({ key, target, altKey, ctrlKey, metaKey }) {
  if (altKey || ctrlKey || metaKey) return undefined;
  if (document.documentElement.dataset.view === "projector" && CLICKER[key]) return CLICKER[key];
  const own = target instanceof Element && target.closest("input, textarea, select, [role='slider'], [contenteditable='true']");
  return own ? undefined : TURNS[key];
}

export default function ({ data, setTriggerValue }) {
  const answers = document.querySelector(".st-key-answers");
  answers?.setAttribute("role", "group");
  answers?.setAttribute("aria-label", data.question);

  const pressed = (event) => {
    const turn = turnOf(event);
    if (!turn) return;
    event.preventDefault();
    event.stopPropagation();
    setTriggerValue("turn", `${turn} ${performance.now()}`);
  };
  document.addEventListener("keydown", pressed, true);
  return () => {
    document.removeEventListener("keydown", pressed, true);
  };
}
