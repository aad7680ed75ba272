// Keys that mean something wherever the focus is.

/** Whether a key asks to undo the last change: Ctrl+Z, or Cmd+Z, where it does not undo what is being typed. */
export function asksToUndo({ target, key, ctrlKey, metaKey, shiftKey, altKey }) {
  const typing = target.matches?.("input:not([type=range], [type=checkbox], [type=radio]), textarea, [contenteditable=true]");
  const choosing = target.matches?.("[role=combobox]") && !target.value;
  return (ctrlKey || metaKey) && !shiftKey && !altKey && key.toLowerCase() === "z" && (!typing || choosing);
}
