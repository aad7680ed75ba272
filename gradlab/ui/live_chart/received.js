// What the server has sent, as the chart reads it.

import { unpack } from "../browser/message.js";

/** Whether all is here that a message needs: the words of its language, and the scripts of its views. */
export function isReadyFor({ curve, page }) {
  const [{ language }, { views }] = [curve, page].map(({ text }) => JSON.parse(text));
  return language === window.gradlab.told?.language && Object.keys(views).every((name) => `live_chart/views/${name}.js` in window.gradlab);
}

/** What a message says, with its numbers by their names. */
export function dataOf({ curve, page, state }) {
  const [ofCurve, ofPage, ofState] = [curve, page, state].map(({ text }) => JSON.parse(text));
  return { ...ofCurve, ...ofPage, ...ofState, numbers: { ...unpack(ofCurve.names, curve.bytes), ...unpack(ofPage.more, page.bytes) } };
}
