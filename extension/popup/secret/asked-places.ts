/** Which words are asked back: `count` different places of 1..`of`, ascending, from the system's randomness. */
export function askedPlaces(of: number, count = 3): number[] {
  const places = Array.from({ length: of }, (_, at) => at + 1);
  const chosen: number[] = [];
  while (chosen.length < count && places.length > 0) {
    const random = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
    chosen.push(...places.splice(random % places.length, 1));
  }
  return chosen.sort((a, b) => a - b);
}

/** Words as typed or pasted: lower case, single spaces, numbers of a list dropped. */
export function tidyWords(text: string): string[] {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .split(/[\s,;]+/)
    .map((word) => word.replace(/^\d+[.)]?/, ""))
    .filter((word) => word !== "");
}
