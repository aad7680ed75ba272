// The server's route for curves (route.py): asked by what an address says, it answers by parts of a message. The last few
// answers are kept, so that what was asked for ahead is there when it is wanted.

import { opened } from "../browser/message.js";

const AS_LONG_AS = 5000; // ms, for an answer
const KEPT = 12;
const BUSY = 503;
export class Route {
  constructor() {
    this.answers = new Map(); // by query
    this.failed = false;
  }

  /** The answer to a query; null where there is none now, and none ever again if there is no such route at all. */
  answer(path, query) {
    const answer = this.answers.get(query) ?? this.fetched(path, query);
    this.answers.delete(query);
    this.answers.set(query, answer);
    if (this.answers.size > KEPT) this.answers.delete(this.answers.keys().next().value);
    return answer;
  }

  async fetched(path, query) {
    try {
      const answer = await fetch(new URL(`${path}?${query}`, document.baseURI), { signal: AbortSignal.timeout(AS_LONG_AS) });
      const isOurs = answer.headers.get("Content-Type") === "application/octet-stream";
      if (answer.ok && isOurs) return opened(new Uint8Array(await answer.arrayBuffer()));
      this.failed = answer.status !== BUSY;
    } catch (error) {
      console.error(error);
      this.failed = true;
    }
    this.answers.delete(query);
    return null;
  }
}
