// The receipt: a row for each stage, what it did in numbers and words, and the one number that sums the step up.

export function drawRows(list, stages, rows) {
  if (list.children.length !== rows.length) list.replaceChildren(...rows.map(newRow));
  rows.forEach((row, index) => {
    const item = list.children[index];
    const [head, code, said] = item.children;
    const [name, damage, factor, number] = head.children;
    item.toggleAttribute("data-damaged", row.damage !== "");
    name.textContent = stages[index].name;
    damage.textContent = row.damage && `▲ ${row.damage}`;
    factor.textContent = row.factor;
    number.textContent = row.number;
    code.textContent = stages[index].code;
    said.textContent = row.said;
  });
}

function newRow() {
  const item = document.createElement("li");
  const head = item.appendChild(document.createElement("div"));
  head.className = "gr-head";
  for (const name of ["name", "damage", "factor", "number"]) {
    head.appendChild(document.createElement("span")).className = `gr-${name}`;
  }
  item.appendChild(document.createElement("code"));
  item.appendChild(document.createElement("p"));
  return item;
}

export function drawSummary(find, { ratio, expected, verdict, well }, title) {
  find("summary").toggleAttribute("data-damaged", !well);
  find("summary").querySelector("h4").textContent = title;
  find("ratio").textContent = ratio;
  find("ratio").style.setProperty("--gr-length", ratio.length);
  find("expected").textContent = expected;
  find("judged").textContent = `${well ? "✓" : "▲"} ${verdict}`;
}

/** What is read aloud: the summary, then the rows that did damage. */
export function spokenReceipt(title, { ratio, expected, verdict }, rows) {
  const damages = rows.filter(({ damage }) => damage).map(({ damage, said }) => `${damage}: ${said}`);
  return [`${title}: ${ratio}.`, expected, verdict, ...damages].join(" ");
}
