/** What a person can do about a message. `move …`: go on through the network with this id. */
export type Way = "wait" | "speedUp" | "cancel" | "resend" | "takeUp" | "leave" | `move ${string}`;

/** The network that a way goes on through, or null. */
export const networkOf = (way: Way): string | null => (way.startsWith("move ") ? way.slice(5) : null);
