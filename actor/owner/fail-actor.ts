/** Refusals that name an actor. */
import { say, sayNumber, stop } from "../sdk/abort";
import { Text } from "../sdk/bytes";

/** Ends the message: `text` f0…. */
export function failActor(code: u32, text: Text, id: u64): void {
  say(text);
  say(utf8(" f0"));
  sayNumber(id);
  stop(code);
}
