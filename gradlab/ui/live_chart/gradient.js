// The whole gradient as bars, one to each element, each a button that brings that element's curve; and the program.

import { signed, written } from "../browser/numbers.js";

export function drawBars(find, row, { elements, active, companion, words, largest, choose }) {
  const holder = find("vector");
  holder.classList.toggle("gl-hidden", elements.length < 2);
  if (elements.length < 2) return;
  holder.querySelector("h4").textContent = words.gradient;
  // Beside the gradient where it has a number for each of its elements, otherwise in a line of its own.
  const beside = companion && elements.filter(({ tensor }) => tensor === elements[0].tensor).length === row.companion.length;
  holder.toggleAttribute("data-companion", Boolean(beside));
  find("companion").textContent = beside ? companion : companionText(row, companion);
  const bars = find("bars");
  if (bars.children.length !== elements.length) bars.replaceChildren(...elements.map(newBar));
  elements.forEach(({ key, name }, index) => {
    const bar = bars.children[index];
    const value = row.gradient[index];
    bar.onclick = () => choose(key);
    bar.setAttribute("aria-pressed", String(key === active));
    bar.children[0].textContent = name;
    const share = Number.isFinite(value) ? Math.min(Math.abs(value) / largest, 1) * 50 : 0;
    const fill = bar.children[1].firstChild;
    fill.style.width = `${share}%`;
    fill.style.left = value < 0 ? `${50 - share}%` : "50%";
    fill.classList.toggle("gl-negative", value < 0);
    bar.children[2].textContent = signed(value, 4);
    bar.children[3].textContent = beside && index < row.companion.length ? written(row.companion[index], 4) : "";
  });
}

/** What stands beside the gradient, in one line. */
export function companionText(row, companion) {
  return [companion, ...Array.from(row.companion, (value) => written(value, 4))].join("  ");
}

function newBar() {
  const bar = document.createElement("button");
  bar.type = "button";
  bar.className = "gl-bar";
  for (const name of ["gl-bar-name", "gl-bar-track", "gl-bar-value", "gl-bar-companion"]) {
    bar.appendChild(document.createElement("span")).className = name;
  }
  bar.children[1].appendChild(document.createElement("span")).className = "gl-bar-fill";
  return bar;
}

/** The program at a row. `lights` says of each line which part of the picture it makes: they light up together. */
export function drawProgram(find, row, { words, ...data }) {
  const { program, slots: [value, printed], lights } = data;
  find("program").querySelector("h4").textContent = words.program;
  const comment = commentOf(row, data);
  const code = find("program").querySelector("code");
  if (!lights) {
    code.textContent = programText(row, data);
    return;
  }
  const lines = program.split("\n");
  if (code.children.length !== lines.length) code.replaceChildren(...lines.map(() => newLine()));
  lines.forEach((text, index) => {
    const line = code.children[index];
    line.textContent = `${text.replace(value, row.literal).replace(printed, comment)}\n`;
    line.dataset.lights = lights[index];
    line.tabIndex = lights[index] ? 0 : -1;
  });
}

/** The program at a row, as a text. */
export function programText(row, data) {
  const { program, slots: [value, printed] } = data;
  return program.replace(value, row.literal).replace(printed, commentOf(row, data));
}

/** What .grad prints over several lines stays a comment on each of them, in line with the first. */
function commentOf({ printed, tensor }, data) {
  return data.secret ? "?" : printed.replaceAll("\n", `\n#${" ".repeat(`${tensor}.grad  `.length + 1)}`);
}

function newLine() {
  const line = document.createElement("span");
  line.className = "gl-line";
  return line;
}
