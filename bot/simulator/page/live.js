// What happens in the simulator, as it happens.

import { address } from "./server.js";

const NAMES = ["message", "edited", "deleted", "action", "callback", "blocked", "poll", "user", "group", "bot"];
const FIRST_PAUSE = 500; // milliseconds
const LONGEST_PAUSE = 10_000;

/**
 * Follows the simulator for as long as the page is open. `onEvent(name, data)` for each event;
 * `onConnected()` at every connection, also after a break: whoever listens then loads the state anew,
 * so that nothing is missed however long the break was; `onLost()` when the connection breaks.
 */
export function follow({ onEvent, onConnected, onLost }) {
  let pause = FIRST_PAUSE;

  function connect() {
    const stream = new EventSource(address("/sim/events"));
    stream.addEventListener("hello", () => {
      pause = FIRST_PAUSE;
      onConnected();
    });
    stream.addEventListener("reset", () => onConnected());
    for (const name of NAMES) {
      stream.addEventListener(name, (event) => onEvent(name, JSON.parse(event.data)));
    }
    stream.addEventListener("error", () => {
      // A fresh stream each time: browsers give up for good on some errors, such as a proxy's 502.
      stream.close();
      onLost();
      setTimeout(connect, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    });
  }

  connect();
}
