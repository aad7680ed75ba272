// The chart's sentence for each message on standard input, as JSON: what the browser says where the file opens.
import { readFileSync } from "node:fs";

import "./page.js";
import { opened } from "../../gradlab/ui/browser/message.js";
import { dataOf } from "../../gradlab/ui/live_chart/received.js";
import { newFrame } from "../../gradlab/ui/live_chart/rows.js";
import { sentence } from "../../gradlab/ui/live_chart/sentence.js";

const said = JSON.parse(readFileSync(0, "utf8")).map(({ message, words }) => {
  const frame = newFrame(dataOf(opened(new Uint8Array(Buffer.from(message, "base64")))));
  return sentence(frame.at(frame.ownRow), words);
});
process.stdout.write(JSON.stringify(said));
