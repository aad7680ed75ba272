// A figure of Plotly's as a picture file, with its words above.

const SAVED_WIDTH = 1600; // pixels a PNG is at least wide

/** Have the reader's browser save a figure, as "png" or "svg". */
export async function saveFigure(plotly, figure, format, name) {
  const { width, height } = figure.layout;
  const scale = format === "png" ? Math.max(2, SAVED_WIDTH / width) : 1;
  // Not Plotly.downloadImage: its click on the page itself closes what the button is in.
  const file = document.createElement("a");
  file.href = await plotly.toImage(figure, { format, width, height, scale });
  file.download = `${name}.${format}`;
  file.click();
}

/** Title and sentence as Plotly's title, in lines that fit, with the height they take. */
export function heading([title, sentence], width, font) {
  const size = 1.15 * font.size;
  const lines = [...wrapped(title, width, `600 ${size}px ${font.family}`).map((part) => `<b>${part}</b>`), ...wrapped(sentence, width, `${size}px ${font.family}`)];
  const style = { family: font.family, size };
  return {
    height: lines.length * 1.3 * size + 20,
    title: { text: lines.join("<br>"), font: style, x: 0, xanchor: "left", xref: "container", y: 1, yanchor: "top", yref: "container", pad: { l: 12, t: size + 4 } },
  };
}

// Where a line may end: after a space, and after a Japanese character that no 、 or ） follows.
const LINE_ENDS = /(?<= )|(?<=[ぁ-ヿ一-鿿、。）：])(?![、。）：ーぁぃぅぇぉっゃゅょァィゥェォッャュョ ])/;

/** A text in lines no wider than `width` pixels, safe for Plotly, which reads tags. */
export function wrapped(text, width, font) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  const lines = [""];
  for (const part of text.split(LINE_ENDS)) {
    if (lines.at(-1) && pen.measureText(lines.at(-1) + part.trimEnd()).width > width) lines.push("");
    lines[lines.length - 1] += part;
  }
  return lines.map((line) => line.trim().replaceAll("&", "&amp;").replaceAll("<", "&lt;"));
}
