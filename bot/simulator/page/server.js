// The simulator's interface for the page; bot/simulator/README.md describes each address.

const QUICK = 20_000; // milliseconds
const UPLOAD = 120_000;

/** What the simulator refused, or that it could not be reached; the message is one sentence for people. */
export class ServerError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status; // 0: not reached
  }
}

/** The bot that the page was opened for (`?bot=ID`), or null for the one the simulator saw first. */
export const chosenBot = new URLSearchParams(location.search).get("bot");

/** An address of the simulator, for the chosen bot. */
export function address(path, query = {}) {
  const all = chosenBot === null ? query : { ...query, bot: chosenBot };
  const parameters = new URLSearchParams(all).toString();
  return parameters ? `${path}?${parameters}` : path;
}

async function ask(path, { body, query, patience = QUICK } = {}) {
  const options = { signal: AbortSignal.timeout(patience), cache: "no-store" };
  if (body instanceof FormData) {
    Object.assign(options, { method: "POST", body });
  } else if (body !== undefined) {
    const headers = { "Content-Type": "application/json" };
    Object.assign(options, { method: "POST", headers, body: JSON.stringify(body) });
  }
  let response;
  try {
    response = await fetch(address(path, query), options);
  } catch (failure) {
    throw new ServerError(failure.name === "TimeoutError" ? "timeout" : "unreachable", 0);
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok || answer === null) {
    throw new ServerError(answer?.error ?? `HTTP ${response.status}`, response.status);
  }
  return answer;
}

export const bots = () => ask("/sim/bots");
export const people = () => ask("/sim/users");
export const addResident = (resident) => ask("/sim/users", { body: resident });
export const chat = (id) => ask(`/sim/chats/${id}`);
export const messages = (id) => ask(`/sim/chats/${id}/messages`, { query: { after: 0 } });
export const press = (id, body) => ask(`/sim/chats/${id}/press`, { body: { ...body, wait: 0 } });
export const vote = (id, body) => ask(`/sim/chats/${id}/vote`, { body });
export const edit = (id, body) => ask(`/sim/chats/${id}/edit`, { body });
export const block = (id, blocked) => ask(`/sim/chats/${id}/block`, { body: { blocked } });
export const setLanguage = (id, code) => ask(`/sim/chats/${id}/language`, { body: { language_code: code } });

/** Sends a message: an object as JSON, or a FormData with a file. */
export const send = (id, body) =>
  ask(`/sim/chats/${id}/send`, { body, patience: body instanceof FormData ? UPLOAD : QUICK });

/** Where the bytes of a photo, voice message and so on are. */
export const fileAddress = (fileId) => address(`/sim/files/${encodeURIComponent(fileId)}`);
